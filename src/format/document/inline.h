// Inline markup: takes a block's raw text to plain text, keeps where each byte came from, and collects the links.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aboveboard::format {

// Marks in Plain::text that stand for structure. They cannot come from the file: its own control characters become
// spaces.
inline constexpr char kBoundary = '\x1e';    // a sentence ends here whatever its words
inline constexpr char kCell = '\x1f';        // a cell of an HTML table begins
inline constexpr char kHeadingEnd = '\x07';  // \x01 to \x06 begin an HTML heading of that level

struct InlineLink {
  std::string target;
  std::string text;
  bool image = false;
  bool bare = false;               // a URL without markup
  std::size_t begin = 0, end = 0;  // of the raw text
  std::size_t content_begin = 0, content_end = 0;
};

struct Plain {
  std::string text;
  std::vector<std::uint32_t> from, to;  // of each byte of `text`: the raw bytes [from, to) that it stands for
  std::vector<InlineLink> links;        // by position of their beginning
};

using References = std::unordered_map<std::string, std::string>;

// `raw` holds the lines of a block, separated by '\n'. `breaks`: line breaks that were asked for end a sentence (not so
// in a table row).
Plain strip_markup(std::string_view raw, const References& references, bool breaks);

// A label as CommonMark compares them: lower case, white space folded.
std::string fold_label(std::string_view label);

}  // namespace aboveboard::format
