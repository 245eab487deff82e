// Values as packed bytes: how the rules lie in the program. Read in one pass with every size known beforehand, and what a caller has no use for is passed
// over; JSON of the same tree takes several times as long.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "data/value.h"

namespace aboveboard::data {

// The value without its lines.
std::string pack(const Value& value);

// The value that pack() was given, without the members, at any depth, that have one of the keys `without`: the examples of a rule, say, which are for the tests. For
// bytes of our own alone: they are not checked.
Value unpack(std::string_view packed, std::initializer_list<std::string_view> without = {});

}  // namespace aboveboard::data
