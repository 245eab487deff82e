// Documents: a text file as lines, sections, sentences, links and front matter, each with its place in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/text.h"
#include "data/value.h"

namespace aboveboard {

enum class BlockKind { Paragraph, Heading, ListItem, TableRow, Quote, Code, Html };

// One sentence of prose, or one heading, list item sentence, table row or line of a code block.
struct Sentence {
  std::string text;       // plain: markup, link targets and HTML tags taken out, white space folded, entities resolved
  std::size_t begin = 0;  // bytes of the file that it came from: [begin, end)
  std::size_t end = 0;
  std::uint64_t line = 0, end_line = 0;  // 1-based, of begin and end
  BlockKind kind = BlockKind::Paragraph;
  std::size_t section = 0;  // index into Document::sections
};

struct Section {
  std::string heading;  // plain text; "" for what stands before the first heading
  int level = 0;        // 1 to 6; 0 before the first heading
  std::uint64_t line = 0;
  std::size_t parent = 0;  // index of the enclosing section; 0 is its own parent
};

// A link or image in Markdown or HTML, or a bare URL.
struct Link {
  std::string target;  // as written, without title
  std::string text;    // plain; the alternative text of an image
  bool image = false;
  std::uint64_t line = 0;
  std::size_t begin = 0, end = 0;  // bytes of the whole construct
};

struct FrontMatter {
  data::Value value;                     // a Map
  std::uint64_t line = 0, end_line = 0;  // of the lines between the fences
};

struct Document {
  std::string path;
  std::string text;  // the whole file; sentences and links point into it
  std::optional<FrontMatter> front_matter;
  std::vector<Section> sections;  // at least the one before the first heading
  std::vector<Sentence> sentences;
  std::vector<Link> links;
  LineIndex lines{""};
};

// Reads Markdown (and plain text, which is Markdown without markup). Broken front matter, repeated keys and invalid
// UTF-8 are noted; the prose stands all the same. Linear in the text.
Document parse_document(std::string path, std::string text, Diagnostics& notes);

// Does any heading from this sentence's section upwards contain one of these lower-case words?
bool under_heading(const Document& document, const Sentence& sentence, std::string_view lower_case_words);

}  // namespace aboveboard
