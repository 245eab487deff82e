// Writes values as YAML that means the same again, whatever they hold: hostile text stays text.
#pragma once

#include <string>
#include <string_view>

#include "data/value.h"

namespace aboveboard::data {

// A text as a scalar: plain where no reader of YAML 1.1 or 1.2 could take it for anything else, in double quotes with escapes otherwise.
std::string yaml_scalar(std::string_view text);

// "key: value" with a final newline, in block style; nested maps and lists are indented by two spaces. At most as deep as the parser reads.
std::string yaml_member(std::string_view key, const Value& value);

}  // namespace aboveboard::data
