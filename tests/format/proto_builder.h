// Messages of protocol buffers, field by field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "builders.h"

namespace aboveboard::testing::proto {

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes.push_back(static_cast<char>(value | 0x80));
  bytes.push_back(static_cast<char>(value));
  return bytes;
}
inline std::string tag(std::uint32_t number, int wire) { return varint(static_cast<std::uint64_t>(number) << 3 | static_cast<std::uint64_t>(wire)); }
// A number, and bytes: a text, a message, a packed list.
inline std::string num(std::uint32_t number, std::uint64_t value) { return tag(number, 0) + varint(value); }
inline std::string str(std::uint32_t number, std::string_view value) { return tag(number, 2) + varint(value.size()) + std::string(value); }
inline std::string fixed32(std::uint32_t number, std::uint32_t value) { return tag(number, 5) + number_le(value); }
inline std::string fixed64(std::uint32_t number, std::uint64_t value) { return tag(number, 1) + number_le(value); }
// An entry of a map with texts as keys.
inline std::string entry(std::uint32_t number, std::string_view key, std::string_view value) { return str(number, str(1, key) + str(2, value)); }

}  // namespace aboveboard::testing::proto
