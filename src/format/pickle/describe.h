// Arguments of a call for display, and constants of a pickle for those who look for them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "format/pickle/machine.h"

namespace aboveboard::format::pickle {

// The items of an argument tuple, separated by commas: `"echo hello", 3, builtins.eval, [...]`. Bounded in length and depth.
std::string describe(Value value, const Structure& structure, const TextStore& texts, const Recorder& recorder);

// What a value is, in a word or two: "the result of builtins.getattr", "a list".
std::string describe_kind(Value value, const Recorder& recorder);

}  // namespace aboveboard::format::pickle
