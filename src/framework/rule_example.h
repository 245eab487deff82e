// Examples of requirements: facts in short (components, license classes, statements), and the result they must give.
#pragma once

#include <vector>

#include "framework/rulebook.h"

namespace aboveboard {

// Lists under "pass", "fail" and "unknown". Keys of an example: components {id: presence}, licenses {id: [classes]} whose texts are here,
// tags {id: [classes]} that are only declared, stated [ids], complete, reading.
Result<std::vector<RuleExample>> parse_examples(const data::Value& value);
// One of them.
Result<RuleExample> parse_example(const data::Value& value, Truth expected);

}  // namespace aboveboard
