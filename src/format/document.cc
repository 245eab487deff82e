#include "format/document.h"

#include <algorithm>

#include "format/document/blocks.h"
#include "format/document/front_matter.h"
#include "format/document/inline.h"
#include "format/document/sentences.h"

namespace aboveboard {
namespace {

using format::Block;
using format::Blocks;
using format::Dialect;
using format::Plain;
using format::Segment;

constexpr std::size_t kMarkupKept = 80;  // markup around a sentence that its byte range takes in; more is left out

Dialect dialect_of(std::string_view path) {
  const std::string extension = file_extension(path);
  if (extension == "md" || extension == "markdown" || extension == "mdx") return Dialect::Markdown;
  return extension == "rst" ? Dialect::ReStructuredText : Dialect::PlainText;
}

// A block's raw text, put together from its lines, and the way back to the bytes of the file.
struct Raw {
  std::string text;
  std::vector<std::pair<std::size_t, std::size_t>> starts;  // (offset in text, offset in file) of each line

  std::size_t to_file(std::size_t offset) const {
    const auto after = std::upper_bound(starts.begin(), starts.end(), std::pair(offset, SIZE_MAX));
    return after == starts.begin() ? 0 : std::prev(after)->second + (offset - std::prev(after)->first);
  }
};

class DocumentBuilder {
 public:
  explicit DocumentBuilder(Document& document) : document_(document) {}

  void add(const Blocks& blocks, const Block& block);

 private:
  void add_code(const Segment& segment);
  void add_row(const Blocks& blocks, const Segment& segment);
  void add_prose(const Raw& raw, const Plain& plain, BlockKind kind);
  void add_piece(const Raw& raw, const Plain& plain, std::size_t begin, std::size_t end, BlockKind kind);
  void add_sentence(const Raw& raw, const Plain& plain, std::size_t begin, std::size_t end, BlockKind kind);
  void add_links(const Raw& raw, const Plain& plain);
  void add_section(std::string heading, int level, std::uint64_t line);

  Document& document_;
  std::size_t previous_end_ = 0;  // of the last sentence: ranges do not overlap
  int heading_level_ = 0;         // inside an HTML heading
};

Raw gather(const Document& document, const Blocks& blocks, const Block& block) {
  Raw raw;
  for (std::size_t i = block.first; i < block.first + block.count; ++i) {
    const Segment& segment = blocks.segments[i];
    if (!raw.text.empty()) raw.text.push_back('\n');
    raw.starts.emplace_back(raw.text.size(), segment.begin);
    raw.text.append(document.text, segment.begin, segment.end - segment.begin);
  }
  return raw;
}

void DocumentBuilder::add(const Blocks& blocks, const Block& block) {
  if (block.kind == BlockKind::Code) return add_code(blocks.segments[block.first]);
  if (block.kind == BlockKind::TableRow) return add_row(blocks, blocks.segments[block.first]);
  const Raw raw = gather(document_, blocks, block);
  heading_level_ = block.kind == BlockKind::Heading ? block.level : 0;
  const Plain plain = format::strip_markup(raw.text, blocks.references, block.kind != BlockKind::Heading);
  add_prose(raw, plain, block.kind);
  add_links(raw, plain);
  heading_level_ = 0;
}

void DocumentBuilder::add_code(const Segment& segment) {
  const std::string_view line = std::string_view(document_.text).substr(segment.begin, segment.end - segment.begin);
  const std::string_view words = trim(line);
  if (words.empty()) return;
  Sentence sentence;
  sentence.text = sanitize_utf8(words);
  sentence.begin = segment.begin + static_cast<std::size_t>(words.data() - line.data());
  sentence.end = sentence.begin + words.size();
  sentence.line = sentence.end_line = document_.lines.line_of(sentence.begin);
  sentence.kind = BlockKind::Code;
  sentence.section = document_.sections.size() - 1;
  document_.sentences.push_back(std::move(sentence));
}

// One row of a table: each cell is stripped by itself, so that a stray mark in one does not reach the next.
void DocumentBuilder::add_row(const Blocks& blocks, const Segment& segment) {
  std::string text;
  std::size_t at = segment.begin;
  std::size_t end = segment.end;
  const std::string& file = document_.text;
  while (end > at && (file[end - 1] == ' ' || file[end - 1] == '\t')) --end;
  if (at < end && file[at] == '|') ++at;
  if (end > at && file[end - 1] == '|' && (end - 1 == at || file[end - 2] != '\\')) --end;
  bool first = true;
  while (at <= end) {
    std::size_t stop = at;
    while (stop < end && (file[stop] != '|' || (stop > at && file[stop - 1] == '\\'))) ++stop;
    Raw raw;
    raw.text = file.substr(at, stop - at);
    raw.starts.emplace_back(0, at);
    const Plain plain = format::strip_markup(raw.text, blocks.references, false);
    if (!first) text += " | ";
    first = false;
    for (const char c : trim(plain.text)) text.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
    add_links(raw, plain);
    at = stop + 1;
  }
  if (text.find_first_not_of(" |") == std::string::npos) return;
  Sentence sentence;
  sentence.text = sanitize_utf8(text);
  sentence.begin = segment.begin;
  sentence.end = std::min(segment.end, std::max(end, segment.begin));
  sentence.line = sentence.end_line = document_.lines.line_of(segment.begin);
  sentence.kind = BlockKind::TableRow;
  sentence.section = document_.sections.size() - 1;
  previous_end_ = segment.end;
  document_.sentences.push_back(std::move(sentence));
}

// Cuts plain text at its structural marks, and hands on the pieces.
void DocumentBuilder::add_prose(const Raw& raw, const Plain& plain, BlockKind kind) {
  std::size_t begin = 0;
  const std::string& text = plain.text;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const char c = i < text.size() ? text[i] : format::kBoundary;
    const bool opens_heading = c >= 1 && c <= 6;
    if (c != format::kBoundary && c != format::kHeadingEnd && !opens_heading) continue;
    add_piece(raw, plain, begin, i, kind);
    if (opens_heading)
      heading_level_ = c;
    else if (c == format::kHeadingEnd)
      heading_level_ = 0;
    begin = i + 1;
  }
}

void DocumentBuilder::add_piece(const Raw& raw, const Plain& plain, std::size_t begin, std::size_t end,
                                BlockKind kind) {
  const std::string_view piece = std::string_view(plain.text).substr(begin, end - begin);
  if (piece.find_first_not_of(" \x1f") == std::string_view::npos) return;
  if (heading_level_ != 0) return add_sentence(raw, plain, begin, end, BlockKind::Heading);
  if (piece.find(format::kCell) != std::string_view::npos)
    return add_sentence(raw, plain, begin, end, BlockKind::TableRow);
  for (const auto& [from, to] : format::split_sentences(piece))
    add_sentence(raw, plain, begin + from, begin + to, kind);
}

void DocumentBuilder::add_sentence(const Raw& raw, const Plain& plain, std::size_t begin, std::size_t end,
                                   BlockKind kind) {
  while (begin < end && static_cast<unsigned char>(plain.text[begin]) <= ' ') ++begin;
  while (end > begin && static_cast<unsigned char>(plain.text[end - 1]) <= ' ') --end;
  if (begin == end) return;
  // Markup next to the words belongs to the quote, unless there is too much of it.
  const auto is_space = [&raw](std::size_t at) { return static_cast<unsigned char>(raw.text[at]) <= ' '; };
  std::size_t raw_begin = begin == 0 ? 0 : plain.to[begin - 1];
  while (raw_begin < plain.from[begin] && is_space(raw_begin)) ++raw_begin;
  if (plain.from[begin] - raw_begin > kMarkupKept) raw_begin = plain.from[begin];
  std::size_t raw_end = end == plain.text.size() ? raw.text.size() : plain.from[end];
  if (raw_end - plain.to[end - 1] > kMarkupKept) raw_end = plain.to[end - 1];
  while (raw_end > plain.to[end - 1] && is_space(raw_end - 1)) --raw_end;
  Sentence sentence;
  sentence.begin = std::max(previous_end_, raw.to_file(raw_begin));
  sentence.end = raw.to_file(raw_end - 1) + 1;
  if (sentence.begin >= sentence.end) sentence.begin = raw.to_file(plain.from[begin]);
  sentence.line = document_.lines.line_of(sentence.begin);
  sentence.end_line = document_.lines.line_of(sentence.end - 1);
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (plain.text[i] == format::kCell)
      text += text.ends_with(' ') ? "| " : " | ";
    else if (plain.text[i] != ' ' || text.empty() || text.back() != ' ')
      text.push_back(plain.text[i]);
  }
  sentence.text = sanitize_utf8(text);
  sentence.kind = kind;
  if (kind == BlockKind::Heading) add_section(sentence.text, heading_level_, sentence.line);
  sentence.section = document_.sections.size() - 1;
  previous_end_ = sentence.end;
  document_.sentences.push_back(std::move(sentence));
}

void DocumentBuilder::add_links(const Raw& raw, const Plain& plain) {
  for (const format::InlineLink& link : plain.links) {
    Link out;
    out.target = sanitize_utf8(link.target);
    out.text = sanitize_utf8(link.text);
    out.image = link.image;
    out.begin = raw.to_file(link.begin);
    out.end = raw.to_file(link.end - 1) + 1;
    out.line = document_.lines.line_of(out.begin);
    document_.links.push_back(std::move(out));
  }
}

void DocumentBuilder::add_section(std::string heading, int level, std::uint64_t line) {
  std::size_t parent = document_.sections.size() - 1;
  while (parent != 0 && document_.sections[parent].level >= level) parent = document_.sections[parent].parent;
  document_.sections.push_back({std::move(heading), level, line, parent});
}

void note_encoding(const Document& document, Diagnostics& notes) {
  const std::size_t invalid = find_invalid_utf8(document.text);
  if (invalid == std::string_view::npos) return;
  notes.add(DiagnosticKind::Note, "format/invalid-utf8",
            Error{ErrorKind::Malformed,
                  "the text is not valid UTF-8; the bytes that are not stand as U+FFFD",
                  {document.path, document.lines.line_of(invalid), invalid}});
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Does `word` stand in `heading` as a word, in singular or plural?
bool has_word(std::string_view heading, std::string_view word) {
  for (std::size_t at = heading.find(word); at != std::string_view::npos; at = heading.find(word, at + 1)) {
    std::size_t end = at + word.size();
    if (end < heading.size() && heading[end] == 's') ++end;
    const bool ascii = static_cast<unsigned char>(word.front()) < 0x80;
    if (!ascii || ((at == 0 || !is_letter(heading[at - 1])) && (end >= heading.size() || !is_letter(heading[end]))))
      return true;
  }
  return false;
}

}  // namespace

Document parse_document(std::string path, std::string text, Diagnostics& notes) {
  Document document;
  document.path = std::move(path);
  document.text = std::move(text);
  document.lines = LineIndex(document.text);
  document.sections.push_back({});
  note_encoding(document, notes);
  std::size_t begin = format::read_front_matter(document, notes);
  if (begin == 0 && std::string_view(document.text).substr(0, 3) == "\xef\xbb\xbf") begin = 3;
  const Blocks blocks = format::scan_blocks(document.text, begin, dialect_of(document.path));
  DocumentBuilder builder(document);
  for (const Block& block : blocks.blocks) builder.add(blocks, block);
  return document;
}

bool under_heading(const Document& document, const Sentence& sentence, std::string_view lower_case_words) {
  const char separator = lower_case_words.find('|') == std::string_view::npos ? ' ' : '|';
  for (std::size_t section = sentence.section;; section = document.sections[section].parent) {
    const std::string heading = to_lower(document.sections[section].heading);
    for (const std::string& word : split(lower_case_words, separator))
      if (!word.empty() && has_word(heading, word)) return true;
    if (section == 0) return false;
  }
}

}  // namespace aboveboard
