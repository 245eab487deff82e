// Sets of words, as sorted hashes made by the compiler.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "base/hash.h"

namespace aboveboard::license {

template <std::size_t N>
constexpr std::array<std::uint64_t, N> hashed(const std::array<std::string_view, N>& words) {
  std::array<std::uint64_t, N> hashes{};
  for (std::size_t i = 0; i < N; ++i) hashes[i] = hash64(words[i]);
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

template <std::size_t N>
constexpr bool among(const std::array<std::uint64_t, N>& hashes, std::uint64_t hash) {
  return std::binary_search(hashes.begin(), hashes.end(), hash);
}

// Words that a limit needs, and that neither a copyright line nor a filled blank does.
inline constexpr auto kLimitWords = hashed(std::to_array<std::string_view>({
    "only", "not", "except", "excluding", "unless", "noncommercial", "commercial", "purposes", "consent", "research", "permitted", "permission", "prohibited", "forbidden", "may", "must", "users",
    "use", "used", "inside", "outside",
}));

}  // namespace aboveboard::license
