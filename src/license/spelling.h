// Spelling variants that the SPDX matching guidelines treat as equal.
#pragma once

#include <cstdint>
#include <string>

namespace aboveboard::license {

inline constexpr std::size_t kShortestVariant = 5;  // letters; shorter words have no variants

// `word` (lower case) in the one spelling that stands for all its variants.
void fold_spelling(std::string& word);
// The same for the hash64 of a word.
std::uint64_t fold_spelling(std::uint64_t hash);

}  // namespace aboveboard::license
