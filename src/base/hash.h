// Hashes that are stable across runs and machines. Not cryptographic.
#pragma once

#include <cstdint>
#include <string_view>

namespace aboveboard {

inline constexpr std::uint64_t kHashSeed = 0xcbf29ce484222325ull;

// One step of FNV-1a, 64 bits.
constexpr std::uint64_t hash_byte(std::uint64_t hash, unsigned char byte) { return (hash ^ byte) * 0x100000001b3ull; }

// FNV-1a, 64 bits.
constexpr std::uint64_t hash64(std::string_view text, std::uint64_t seed = kHashSeed) {
  std::uint64_t hash = seed;
  for (const char c : text) hash = hash_byte(hash, static_cast<unsigned char>(c));
  return hash;
}

// Spreads a hash over all 64 bits (the finalizer of splitmix64), so that its low bits may be sampled.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace aboveboard
