// Cuts a text into sentences for the clause reader: lower case, single spaces, plain quotes, no markup, each byte still knowing where it came from;
// each with its section and with the words that introduce the list it stands in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

struct Sentence {
  std::string folded;
  std::vector<std::uint32_t> origin;  // the byte of the text behind each byte of `folded`
  std::size_t begin = 0, end = 0;     // bytes of the text
  std::string section;                // "2.1", "1.b.iii", "Attachment A"; "" where nothing is numbered
  std::shared_ptr<const std::string> lead;  // "you may not:" above a list item, folded; null where nothing introduces the sentence
};

// Sentences end at a full stop, a semicolon or an ideographic stop, at a blank line, and where a list item or heading begins.
// The sentence is only lent: its buffers are used again for the next one.
void each_sentence(std::string_view text, const std::function<void(const Sentence&)>& take);
std::vector<Sentence> sentences_of(std::string_view text);

}  // namespace aboveboard::license
