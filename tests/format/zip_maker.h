// A zip archive of stored members, in memory.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builders.h"

namespace aboveboard::testing {

inline std::uint32_t crc32_of(std::string_view bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
  }
  return ~crc;
}

inline std::string stored_zip(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string file;
  std::string directory;
  for (const auto& [name, bytes] : members) {
    const std::string common = number_le<std::uint16_t>(20) + number_le<std::uint16_t>(0) + number_le<std::uint16_t>(0) + number_le<std::uint32_t>(0x21 << 16) +
                               number_le(crc32_of(bytes)) + number_le(static_cast<std::uint32_t>(bytes.size())) + number_le(static_cast<std::uint32_t>(bytes.size())) +
                               number_le(static_cast<std::uint16_t>(name.size())) + number_le<std::uint16_t>(0);
    directory += "PK\1\2" + number_le<std::uint16_t>(20) + common + std::string(10, '\0') + number_le(static_cast<std::uint32_t>(file.size())) + name;
    file += "PK\3\4" + common + name + bytes;
  }
  const std::string count = number_le(static_cast<std::uint16_t>(members.size()));
  const std::string end = std::string("PK\5\6\0\0\0\0", 8) + count + count + number_le(static_cast<std::uint32_t>(directory.size())) +
                          number_le(static_cast<std::uint32_t>(file.size())) + std::string(2, '\0');
  return file + directory + end;
}

}  // namespace aboveboard::testing
