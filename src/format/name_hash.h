// Hashes of tensor names: as good as names for comparing a header with an index, at a tenth of the memory. Stable
// across machines.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/hash.h"

namespace aboveboard::format {

// The eight bytes at `bytes` as one number, the same on every machine. (One instruction; load_le is a loop.)
inline std::uint64_t load_word(const char* bytes) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes, sizeof word);
  return std::endian::native == std::endian::little ? word : __builtin_bswap64(word);
}

// Eight bytes at a time: names of half a million tensors are hashed twice in an audit.
inline std::uint64_t hash_name(std::string_view name) {
  std::uint64_t hash = 0x9e3779b97f4a7c15ull ^ name.size();
  while (name.size() >= 8) {
    hash = (hash ^ load_word(name.data())) * 0xff51afd7ed558ccdull;
    hash ^= hash >> 32;
    name.remove_prefix(8);
  }
  std::uint64_t rest = 0;
  for (const char c : name) rest = (rest << 8) | static_cast<unsigned char>(c);
  return mix64((hash ^ rest) * 0xff51afd7ed558ccdull);
}

}  // namespace aboveboard::format
