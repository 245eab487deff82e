// The one JSON parser behind parse_json and parse_json_stream, in two degrees of strictness. Internal to this folder.
#pragma once

#include <string_view>

#include "data/json_stream.h"

namespace aboveboard::data {

enum class JsonDialect {
  Strict,   // RFC 8259
  Lenient,  // NaN, Infinity, Inf and -Infinity, -Inf arrive through on_literal
};

// Bytes in events and errors are offsets into `text`.
Status parse_json_events(std::string_view text, JsonDialect dialect, JsonHandler& handler);

}  // namespace aboveboard::data
