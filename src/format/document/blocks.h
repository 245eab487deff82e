// Blocks: the line-based half of reading Markdown. Finds paragraphs, headings, list items, table rows and code, and
// leaves the markup inside them to inline.h. After CommonMark 0.31 and the tables of GitHub Flavored Markdown, as far
// as prose needs them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/document.h"

namespace aboveboard::format {

// A part of one line: bytes of the file, without the markers of lists and quotes.
struct Segment {
  std::size_t begin = 0, end = 0;
};

struct Block {
  BlockKind kind = BlockKind::Paragraph;
  int level = 0;                     // of a heading
  std::size_t first = 0, count = 0;  // of Blocks::segments
};

struct Blocks {
  std::vector<Block> blocks;
  std::vector<Segment> segments;
  std::unordered_map<std::string, std::string>
      references;  // link reference definitions: folded label -> target; looked up, never walked
};

enum class Dialect { Markdown, PlainText, ReStructuredText };

// What `begin` on of `text` (behind the front matter) consists of. Linear in the text.
Blocks scan_blocks(std::string_view text, std::size_t begin, Dialect dialect);

}  // namespace aboveboard::format
