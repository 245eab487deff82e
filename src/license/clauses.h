// What locating a clause shares between the reader of unknown texts and the terms of known ones.
#pragma once

#include <string_view>

#include "license/license.h"
#include "license/sentences.h"

namespace aboveboard::license {

// Fills in the range and quote of `located` for bytes [begin, end) of the folded sentence: the whole sentence where it is short enough to quote.
void locate(std::string_view text, const Sentence& sentence, std::size_t begin, std::size_t end, LocatedTerm& located);

}  // namespace aboveboard::license
