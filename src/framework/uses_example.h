// Examples of uses in short: facts, and the answer that they must give.
#pragma once

#include "framework/uses_rules.h"

namespace aboveboard {

// A map from answers to lists of facts: those of framework/rule_example.h, and terms, asked, formats, danger, not-examined.
Result<std::vector<UseExample>> parse_use_examples(const data::Value& value);

}  // namespace aboveboard
