// Scalars: what a number's spelling means. Internal to this folder.
#pragma once

#include <string_view>

#include "data/value.h"

namespace aboveboard::data {

// Makes `value` the number that `spelling` (decimal, as JSON and the YAML core schema write it, '+' and a bare '.' allowed) stands for: infinite or
// 0 where a double cannot hold it.
void set_decimal(Value& value, std::string_view spelling);

// Gives a plain YAML scalar the type that the core schema gives it (YAML 1.2.2, section 10.3); `value.text` is its spelling, of which a null keeps nothing.
void resolve_plain(Value& value);

}  // namespace aboveboard::data
