// Escapes in JSON strings (RFC 8259, section 7). Internal to this folder.
#pragma once

#include <cstdint>
#include <string>

namespace aboveboard::data {

// What the letter behind a backslash stands for, or 0 where that is no escape of one letter.
char short_escape(char letter);

// Appends a code point, which is at most U+10FFFF.
void append_utf8(std::string& out, std::uint32_t code);

}  // namespace aboveboard::data
