// zip: the archive behind .pt, .npz, .keras, .mar, .mlpackage, llamafile and others, read by central directory and local headers both (APPNOTE 6.3.10).
// Loaders differ in which of the two they believe, and in which of two members of one name they take: whatever is ambiguous is noted.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stream.h"
#include "format/examination.h"

namespace aboveboard::format {

struct ZipMember {
  std::string name;                // as the directory, or else the local header, spells it
  std::uint64_t header = 0;        // offset of the local header in the file
  std::uint64_t data = 0;          // offset of the (compressed) bytes
  std::uint64_t stored_bytes = 0;  // as compressed
  std::uint64_t bytes = 0;         // as announced
  std::uint16_t method = 0;        // 0 stored, 8 deflate, 12 bzip2, 14 lzma, 93 zstd, 95 xz
  bool encrypted = false;
  bool listed = true;              // false: a local header that the central directory does not name
  bool folder = false;
  std::uint32_t crc = 0;           // as announced
  bool located = true;             // false: its local header was not read, so that `data` is not known (raw storages over a network)
};

struct ZipArchive {
  std::vector<ZipMember> members;  // those of the directory in its order, then those that only local headers show, by offset
  std::uint64_t begin = 0;         // where the archive begins in the file: behind a prefix, such as a program
  const ZipMember* find(std::string_view name) const;  // the first of that name
};

// The file may be a zip archive, also one behind other bytes: an end record lies in its tail, or a local header begins it.
bool looks_like_zip(const Sniff& sniff);

// Reads both directories and notes ("format/zip-...") all in which they, or two readers, may differ. Nothing where there is no archive after all.
std::optional<ZipArchive> open_zip(ByteSource& bytes, Examination& examination);

// A member's bytes from the front on, decompressed. Unsupported for an encrypted one or an unknown method (noted by the caller).
Result<std::unique_ptr<ByteStream>> open_member_stream(ByteSource& bytes, const ZipMember& member, Budget& budget);
// The same for readers that jump about: a part of the file where the member is stored, else as as_source() has it.
Result<std::unique_ptr<ByteSource>> open_member(ByteSource& bytes, const ZipMember& member, Budget& budget);

// Examines one member by its content, whatever its name.
void examine_zip_member(ByteSource& bytes, const ZipMember& member, Examination& examination);

}  // namespace aboveboard::format
