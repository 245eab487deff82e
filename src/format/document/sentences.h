// Sentences: where one ends and the next begins in plain text, by rule: no model, no language detection.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace aboveboard::format {

// The sentences of `plain` as [begin, end), without surrounding spaces. Abbreviations, initials, numbers, URLs and file
// names do not end one; Chinese and Japanese full stops do, with no space behind them.
std::vector<std::pair<std::size_t, std::size_t>> split_sentences(std::string_view plain);

}  // namespace aboveboard::format
