// Spelling variants that the SPDX matching guidelines treat as equal.
#pragma once

#include <string>

namespace aboveboard::license {

// `word` (lower case) in the one spelling that stands for all its variants.
void fold_spelling(std::string& word);

}  // namespace aboveboard::license
