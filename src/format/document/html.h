// HTML inside prose: tags, their attributes, and character references. A scanner, not a parser: nothing is ever
// executed or nested.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aboveboard::format {

struct HtmlTag {
  std::string name;  // lower case
  bool closing = false;
  std::size_t end = 0;  // behind '>'
  std::string href, src, alt;
};

// The tag that begins at text[at] == '<', or nothing. Declarations and processing instructions count as tags without a
// name.
std::optional<HtmlTag> read_tag(std::string_view text, std::size_t at);

// Does this tag begin or end a block (p, div, li, tr ...), so that no sentence runs across it?
bool is_block_tag(std::string_view name);

// The character reference at text[at] == '&' as UTF-8, and how many bytes it takes; nothing if it is none.
struct CharacterReference {
  std::string utf8;
  std::size_t length = 0;
};
std::optional<CharacterReference> read_character_reference(std::string_view text, std::size_t at);

}  // namespace aboveboard::format
