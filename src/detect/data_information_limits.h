// Limits of reading data information.
#pragma once

#include <cstddef>

namespace aboveboard::limits {
inline constexpr std::size_t kDataMentions = 2'000;                 // of sources of training data, in all files of a release
inline constexpr std::size_t kDataSources = 400;                    // of them, when mentions of the same are put together
}  // namespace aboveboard::limits
