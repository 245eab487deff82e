// "Did you mean": the known words nearest to one that is not known.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

// Insertions, deletions, replacements and swaps of neighbors that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// At most `most` words of `known`, the nearest first: those that differ by a third of their letters or less, then those that contain `word`.
std::vector<std::string> nearest(std::string_view word, const std::vector<std::string>& known, std::size_t most = 3);

// "; did you mean a, b or c?", or "" where nothing is near.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

}  // namespace aboveboard
