// How a framework concludes: the one of ladder, verdict, classes, scale and checklist that its YAML has.
#pragma once

#include "framework/rulebook.h"

namespace aboveboard {

// `framework` holds its requirements already.
Status parse_conclusion(const data::Value& value, const Vocabulary& vocabulary, Framework& framework);

}  // namespace aboveboard
