// Token diff of a reference against a window of a text: anchored on runs that stand once in both, exact between the anchors. Linear but for
// small gaps, whose cost is bounded.
#pragma once

#include <cstdint>
#include <vector>

#include "license/index.h"

namespace aboveboard::license {

// A place where the two differ: reference tokens [ref_begin, ref_end) stand there, text tokens [text_begin, text_end) here.
struct Hunk {
  std::uint32_t ref_begin = 0, ref_end = 0;
  std::uint32_t text_begin = 0, text_end = 0;
};

struct Alignment {
  std::vector<Hunk> hunks;       // in order
  std::uint32_t matched = 0;     // tokens that are equal in both
  std::uint32_t text_begin = 0, text_end = 0;  // the text tokens between the first and the last match
};

// Aligns all of `doc` (an SPDX text) with tokens [begin, end) of the text.
Alignment align(const Index& index, const DocRecord& doc, const std::vector<Token>& text, std::size_t begin, std::size_t end);

}  // namespace aboveboard::license
