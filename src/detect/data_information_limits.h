// Limits of reading data information.
#pragma once

#include <cstddef>

namespace aboveboard::limits {
inline constexpr std::size_t kDataMentions = 2'000;                 // of sources of training data, in all files of a release
inline constexpr std::size_t kDataSources = 400;                    // of them, when mentions of the same are put together
inline constexpr std::size_t kCroissantRecords = 2'000;             // files, record sets and fields of one Croissant file
inline constexpr std::size_t kCroissantText = 4'096;                // bytes of one text of a Croissant file that are kept
}  // namespace aboveboard::limits
