// Limits of reading Croissant files.
#pragma once

#include <cstddef>

namespace aboveboard::limits {
inline constexpr std::size_t kCroissantRecords = 2'000;             // files, record sets and fields of one Croissant file
inline constexpr std::size_t kCroissantText = 4'096;                // bytes of one text of a Croissant file that are kept
}  // namespace aboveboard::limits
