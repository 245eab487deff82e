// Numbers as cards write them: "2 trillion", "1,000B", "2.6万亿", "3.8e25", "3.8 x 10^25". What a stranger writes is bounded: no number here is
// negative, infinite or none at all.
#pragma once

#include <optional>
#include <string_view>

namespace aboveboard::detect {

inline constexpr double kGreatestNumber = 1e40;  // more operations than any training had, and less than what a product of two may not overflow

// `digits` in figures, with commas between thousands, times `scale` in lower case: a word or letter ("trillion", "b", "万亿"), "" for one, or digits
// (also raised ones) for a power of ten. Nothing where that is no number above 0, or one above kGreatestNumber.
std::optional<double> spelled_number(std::string_view digits, std::string_view scale);

}  // namespace aboveboard::detect
