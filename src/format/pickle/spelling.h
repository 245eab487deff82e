// How protocol 0 spells numbers and strings, as int() and the two unpicklers read them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "format/pickle/value.h"

namespace aboveboard::format::pickle {

// What the lines of INT and LONG give. `strange`: neither unpickler takes it, or only one does.
struct SpelledNumber {
  Value value = Kind::BigInt;
  bool strange = false;
  bool differs = false;  // both take it, as different values
};
SpelledNumber spelled_int(std::string_view line, bool is_long);

// The index in the line of GET or PUT: decimal, as int() takes it: white space around, a sign, underscores between digits.
std::optional<std::uint64_t> spelled_index(std::string_view line);

// The argument of STRING: quoted, with Python's escapes. Nothing where it is not quoted.
std::optional<std::string> spelled_string(std::string_view line);

// The argument of UNICODE: raw-unicode-escape: Latin-1 with \uXXXX and \UXXXXXXXX, as UTF-8.
std::string spelled_unicode(std::string_view line);

// The bytes of a base64 text (either alphabet, white space ignored); nothing where other bytes stand in it.
std::optional<std::string> decode_base64(std::string_view text);

}  // namespace aboveboard::format::pickle
