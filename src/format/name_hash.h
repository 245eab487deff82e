// Hashes of tensor names: as good as names for comparing a header with an index, at a tenth of the memory. Stable
// across machines.
#pragma once

#include <bit>
#include <cstddef>
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

// The same for the four bytes at `bytes`.
inline std::uint64_t load_half(const char* bytes) {
  std::uint32_t half = 0;
  std::memcpy(&half, bytes, sizeof half);
  return std::endian::native == std::endian::little ? half : __builtin_bswap32(half);
}

// Both halves of the product of two numbers, as one.
inline std::uint64_t fold_product(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Sixteen bytes at a time: names of half a million tensors are hashed four times in an audit.
inline std::uint64_t hash_name(std::string_view name) {
  constexpr std::uint64_t kFirst = 0x9e3779b97f4a7c15ull;
  constexpr std::uint64_t kSecond = 0xff51afd7ed558ccdull;
  const char* at = name.data();
  std::size_t left = name.size();
  std::uint64_t hash = kFirst ^ left;
  for (; left > 16; at += 16, left -= 16) hash = fold_product(load_word(at) ^ kSecond, load_word(at + 8) ^ hash);
  std::uint64_t begin = 0;  // of what is left, and its end; they may overlap
  std::uint64_t end = 0;
  if (left >= 8) {
    begin = load_word(at);
    end = load_word(at + left - 8);
  } else if (left >= 4) {
    begin = load_half(at);
    end = load_half(at + left - 4);
  } else {
    for (; left > 0; --left) begin = (begin << 8) | static_cast<unsigned char>(*at++);
  }
  return mix64(fold_product(begin ^ kSecond, end ^ hash) ^ hash);
}

}  // namespace aboveboard::format
