// Cuts a text into sentences for the clause reader: lower case, single spaces, plain quotes, no markup, each byte still knowing where it came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

struct Sentence {
  std::string folded;
  std::vector<std::uint32_t> origin;  // the byte of the text behind each byte of `folded`
  std::size_t begin = 0, end = 0;     // bytes of the text
};

// Sentences end at a full stop, a semicolon or an ideographic stop, at a blank line, and where a list item or heading begins.
std::vector<Sentence> sentences_of(std::string_view text);

}  // namespace aboveboard::license
