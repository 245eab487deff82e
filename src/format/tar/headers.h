// Headers of tar archives (POSIX.1-2017 pax, "ustar Interchange Format"; GNU tar manual, "Basic Tar Format"), one block of 512 bytes each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aboveboard::format {

inline constexpr std::uint64_t kTarBlock = 512;

struct TarHeader {
  std::string name;            // with the prefix of ustar
  std::string link;
  char type = '0';
  std::optional<std::uint64_t> bytes;  // nothing where the field is no number
  bool number_broken = false;  // mode or another field is no number
  bool gnu = false;            // "ustar  ": GNU's own, before POSIX
  bool ustar = false;
  bool sparse_continues = false;  // GNU 'S': more blocks of the map of holes follow
};

// Does the block carry the right checksum (of its bytes as unsigned, or, as some old writers have it, signed numbers)?
bool tar_checksum_holds(std::string_view block);
TarHeader parse_tar_header(std::string_view block);
// An octal field, or a base-256 one (first bit set); nothing where it is neither.
std::optional<std::uint64_t> tar_number(std::string_view field);

// The records of an extended header, by key; the last of each counts. Nothing where one is malformed.
std::optional<std::map<std::string, std::string, std::less<>>> parse_pax(std::string_view records);

}  // namespace aboveboard::format
