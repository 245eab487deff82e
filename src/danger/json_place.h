// Where a value of a JSON text stands in it: the tree keeps lines, evidence wants bytes.
#pragma once

#include <cstddef>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "data/value.h"

namespace aboveboard::danger {

// The string literal that spells `value`, quotes included, in the line of the value; {0, 0} where it cannot be found.
std::pair<std::size_t, std::size_t> place_of_string(std::string_view text, const LineIndex& lines, std::uint64_t line, std::string_view value);
// The place in the text of byte `offset` of the decoded string whose literal begins at `literal`.
std::size_t place_in_string(std::string_view text, std::size_t literal, std::size_t offset);

}  // namespace aboveboard::danger
