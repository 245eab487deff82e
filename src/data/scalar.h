// Scalars: what a number's spelling means. Internal to this folder.
#pragma once

#include <string_view>

#include "data/value.h"

namespace aboveboard::data {

// Makes `value` the number that `spelling` (decimal, as JSON and the YAML core schema write it, '+' and a bare '.' allowed) stands for: infinite or
// 0 where a double cannot hold it.
void set_decimal(Value& value, std::string_view spelling);

}  // namespace aboveboard::data
