// What a number of users or an amount of revenue means for the user of a license, in our words.
#pragma once

#include <string>
#include <string_view>

#include "model/license.h"

namespace aboveboard::license {

// What holds beyond the threshold that stands at [begin, end) of the folded sentence: "US dollars a year; another license is needed above it".
std::string threshold_condition(TermKind kind, std::string_view sentence, std::size_t begin, std::size_t end);

// The regions that a clause on territory names, in the order of the sentence: "European Union, United Kingdom".
std::string regions_named(std::string_view sentence);

}  // namespace aboveboard::license
