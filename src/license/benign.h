// Differences that the SPDX matching guidelines let pass, and some that real license files have and that change nothing: copyright lines, names,
// numbering, headings, appendices, other words against endorsement.
#pragma once

#include <string_view>
#include <vector>

#include "license/align.h"

namespace aboveboard::license {

// A reference beside the text that it is compared with.
struct Compared {
  const Index& index;
  const DocRecord& doc;
  std::string_view text;
  const std::vector<Token>& tokens;
};

bool is_benign(const Compared& view, const Hunk& hunk);

}  // namespace aboveboard::license
