// Clauses that stand beside a known text in the same file: before its title, behind its end.
#pragma once

#include <vector>

#include "license/match.h"

namespace aboveboard::license {

// Tokens [begin, end) of a text.
struct Gap {
  std::uint32_t begin = 0, end = 0;
};

std::string_view bytes_of(const TextView& view, const Gap& gap);

// Makes each of `found` (in order) a modified text where what stands before or behind it binds whoever uses what the license covers, with the lines that do.
void add_neighbors(const TextView& view, std::vector<Found>& found);

}  // namespace aboveboard::license
