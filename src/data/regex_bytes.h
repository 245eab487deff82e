// The bytes that parts of a regular expression stand for: classes such as \w, escapes, and what stands in brackets.
#pragma once

#include <optional>
#include <string_view>

#include "data/regex_program.h"

namespace aboveboard::data {

// An ASCII letter: what (?i) takes in both cases.
bool is_letter(unsigned char c);

// \d, \w, \s, and in capitals what they are not; nothing for other letters.
std::optional<ByteSet> byte_class(char letter);

// What stands at `at`, behind a backslash, where that is a single byte; `at` moves behind it.
std::optional<unsigned char> read_escaped_byte(std::string_view text, std::size_t& at);

// A class in brackets, from behind the '['; `at` moves behind the ']'. `fold`: letters in both cases. Nothing where it is broken or holds what is RE2's ("[:alpha:]").
std::optional<ByteSet> read_bracket(std::string_view text, std::size_t& at, bool fold);

}  // namespace aboveboard::data
