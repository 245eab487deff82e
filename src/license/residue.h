// Tells differences that change what a license means from those that the SPDX matching guidelines let pass.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "license/align.h"
#include "license/license.h"

namespace aboveboard::license {

struct Residue {
  std::vector<Hunk> benign, legal;
  std::uint32_t legal_tokens = 0;   // on both sides
  std::uint32_t benign_tokens = 0;  // on both sides, without an appendix that is left out
  std::uint32_t benign_text = 0;    // of the text alone
};

// `text` is where `tokens` were read from.
Residue classify(const Index& index, const DocRecord& doc, std::string_view text, const std::vector<Token>& tokens,
                 const Alignment& alignment);

// Does this word bind or limit anyone ("not", "must", "commercial", "users")?
bool is_legal_word(std::uint64_t hash);

}  // namespace aboveboard::license
