// The card as it should be: each key of its front matter held against what the files show.
#pragma once

#include <vector>

#include "model/report.h"

namespace aboveboard {

// The keys of the card in their order, then those to add and those to fill in. What is not known is never invented.
std::vector<CardAdvice> advise_card(const Report& report);

}  // namespace aboveboard
