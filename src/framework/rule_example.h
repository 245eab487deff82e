// Examples of requirements: facts in short (components, license classes, statements), and the result they must give.
#pragma once

#include <vector>

#include "framework/rulebook.h"

namespace aboveboard {

// Lists under "pass", "fail" and "unknown", and on a scale "partial". Keys of an example: components {id: presence}, licenses {id: [classes]} whose texts are here,
// tags {id: [classes]} that are only declared, spdx {id: SPDX id} of a license whose text is here, stated [ids], measures {id: number or [low, high]}, aspects {id: depth},
// sources [{access, depth}], made-from (a label, or "unknown"), complete, reading.
Result<std::vector<RuleExample>> parse_examples(const data::Value& value, const Vocabulary& vocabulary);
// One of them.
Result<RuleExample> parse_example(const data::Value& value, Truth expected, const Vocabulary& vocabulary);

}  // namespace aboveboard
