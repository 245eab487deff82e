// Token diff of a reference against a window of a text: anchored on the runs that both have, exact between them. Linear but for small gaps,
// whose cost is bounded.
#pragma once

#include <cstdint>
#include <vector>

#include "license/seeds.h"

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

// The words of a text by their index in the license index; kNoWord where no reference has them.
std::vector<std::uint32_t> word_indices(const Index& index, const std::vector<Token>& tokens);

// Aligns all of the candidate's reference (an SPDX text) with the candidate's window of the text, whose words are `words`.
Alignment align(const Index& index, const std::vector<std::uint32_t>& words, const Candidate& candidate);

}  // namespace aboveboard::license
