// tar: v7, ustar, pax and GNU archives: .nemo, old PyTorch files, downloads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "format/examination.h"

namespace aboveboard::format {

struct TarMember {
  std::string name;          // long names of pax and GNU applied
  std::uint64_t header = 0;  // offset of the header in the archive
  std::uint64_t data = 0;
  std::uint64_t bytes = 0;
  char type = '0';           // '0' and NUL: file; '5': folder; '1' '2': links; else as in the header
  std::string link;          // of a link: where it leads
};

struct TarArchive {
  std::vector<TarMember> members;
  const TarMember* find(std::string_view name) const;  // the last of that name: what extraction leaves
};

bool looks_like_tar(const Sniff& sniff);
// Reads all headers and notes ("format/tar-...") names and links that lead out, repeated names, devices, bad checksums, a cut end.
std::optional<TarArchive> open_tar(ByteSource& bytes, Examination& examination);
// Examines one member by its content.
void examine_tar_member(ByteSource& bytes, const TarMember& member, Examination& examination);

}  // namespace aboveboard::format
