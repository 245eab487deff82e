#include "format/document/blocks.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "format/document/inline.h"

namespace aboveboard::format {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Fence {
  char mark = 0;  // 0: none is open
  std::size_t length = 0;
};

class BlockScanner {
 public:
  BlockScanner(std::string_view text, Dialect dialect) : text_(text), dialect_(dialect) {}

  Blocks run(std::size_t begin) {
    for (std::size_t at = begin; at < text_.size();) {
      std::size_t end = text_.find_first_of("\r\n", at);
      if (end == std::string_view::npos) end = text_.size();
      line(at, end);
      at = end + (text_.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    close_paragraph();
    return std::move(out_);
  }

 private:
  void line(std::size_t begin, std::size_t end);
  void content(std::size_t begin, std::size_t end, std::size_t indent);
  bool leave_fence(std::size_t begin, std::size_t end);
  bool open_fence(std::size_t begin, std::size_t end);
  bool skip_hidden(std::size_t& begin, std::size_t end);
  bool heading(std::size_t begin, std::size_t end);
  bool underline(std::size_t begin, std::size_t end);
  bool table(std::size_t begin, std::size_t end);
  bool reference(std::size_t begin, std::size_t end);
  std::optional<std::size_t> list_marker(std::size_t begin, std::size_t end) const;
  void paragraph(std::size_t begin, std::size_t end);
  void close_paragraph();
  void emit(BlockKind kind, int level, std::size_t begin, std::size_t end);
  std::string_view part(std::size_t begin, std::size_t end) const { return text_.substr(begin, end - begin); }

  std::string_view text_;
  Dialect dialect_;
  Blocks out_;
  Fence fence_;
  std::string_view hidden_until_;  // inside a comment, script or style: what ends it
  bool comment_ends_ = true;       // "-->" may still follow
  bool quoted_ = false;
  bool in_table_ = false;
  bool open_ = false;  // a paragraph is being gathered
  Block current_;
  std::vector<std::size_t> lists_;  // indents of the contents of the lists that we are in
};

void BlockScanner::emit(BlockKind kind, int level, std::size_t begin, std::size_t end) {
  close_paragraph();
  out_.blocks.push_back({kind, level, out_.segments.size(), 1});
  out_.segments.push_back({begin, end});
}

void BlockScanner::close_paragraph() {
  if (open_) out_.blocks.push_back(current_);
  open_ = false;
}

void BlockScanner::paragraph(std::size_t begin, std::size_t end) {
  if (!open_) {
    open_ = true;
    current_ = {};
    current_.first = out_.segments.size();
    current_.kind = quoted_ ? BlockKind::Quote : !lists_.empty() ? BlockKind::ListItem : BlockKind::Paragraph;
    const char next = begin + 1 < end ? text_[begin + 1] : ' ';
    if (text_[begin] == '<' && current_.kind == BlockKind::Paragraph && next != 'h' && next != ' ')
      current_.kind = BlockKind::Html;
  }
  out_.segments.push_back({begin, end});
  ++current_.count;
}

// Takes off quote marks and indentation, and hands on what is left of the line.
void BlockScanner::line(std::size_t begin, std::size_t end) {
  if (!hidden_until_.empty() && skip_hidden(begin, end)) return;
  bool quoted = false;
  std::size_t indent = 0;
  std::size_t at = begin;
  for (;;) {
    indent = 0;
    for (; at < end && is_blank(text_[at]); ++at) indent = text_[at] == '\t' ? (indent / 4 + 1) * 4 : indent + 1;
    if (at >= end || text_[at] != '>' || indent >= 4) break;
    if (fence_.mark != 0 && !quoted_) break;
    quoted = true;
    begin = ++at;
    if (at < end && text_[at] == ' ') ++at;
  }
  const bool blank = at >= end;
  if (fence_.mark != 0) {
    if (quoted_ && !quoted)
      fence_.mark = 0;
    else {
      if (!leave_fence(at, end) && !blank) emit(BlockKind::Code, 0, at, end);
      return;
    }
  }
  if (quoted != quoted_ && !(open_ && quoted_ && !blank)) {  // a lazy line stays in the quote
    close_paragraph();
    lists_.clear();
    in_table_ = false;
    quoted_ = quoted;
  }
  if (blank) {
    close_paragraph();
    in_table_ = false;
    return;
  }
  if (!open_)
    while (!lists_.empty() && indent < lists_.back() && !list_marker(at, end)) lists_.pop_back();
  content(at, end, indent);
}

void BlockScanner::content(std::size_t begin, std::size_t end, std::size_t indent) {
  for (int nested = 0; nested < 8; ++nested) {
    const std::size_t base = lists_.empty() ? 0 : lists_.back();
    const bool deep = dialect_ == Dialect::Markdown && indent >= base + 4;
    if (deep && !open_ && !in_table_ && text_[begin] != '<' && text_[begin] != '|')
      return emit(BlockKind::Code, 0, begin, end);
    if (!deep && (open_fence(begin, end) || heading(begin, end))) return;
    if (underline(begin, end) || table(begin, end)) return;
    if (skip_hidden(begin, end)) return;
    const auto item = list_marker(begin, end);
    if (!item || (deep && !lists_.empty() && open_ && indent >= base + 8)) break;
    close_paragraph();
    in_table_ = false;
    while (!lists_.empty() && indent < lists_.back()) lists_.pop_back();
    indent += *item - begin;
    lists_.push_back(indent);
    begin = *item;
    if (begin >= end) return;
  }
  if (!open_ && reference(begin, end)) return;
  in_table_ = false;
  paragraph(begin, end);
}

// Comments, scripts and styles that begin a line: their content is no prose. Moves `begin` behind one that ends on this
// line.
bool BlockScanner::skip_hidden(std::size_t& begin, std::size_t end) {
  if (hidden_until_.empty()) {
    if (text_[begin] != '<') return false;
    const std::string head = to_lower(text_.substr(begin, std::min<std::size_t>(8, end - begin)));
    if (head.substr(0, 4) == "<!--" && comment_ends_) {
      comment_ends_ = text_.find("-->", begin) != std::string_view::npos;
      if (comment_ends_) hidden_until_ = "-->";
    } else if (head.substr(0, 7) == "<script") {
      hidden_until_ = "</script>";
    } else if (head.substr(0, 6) == "<style") {
      hidden_until_ = "</style>";
    }
    if (hidden_until_.empty()) return false;
    close_paragraph();
  }
  const std::size_t found = to_lower(part(begin, end)).find(hidden_until_);
  if (found == std::string::npos) return true;
  begin += found + hidden_until_.size();
  hidden_until_ = {};
  while (begin < end && is_blank(text_[begin])) ++begin;
  return begin >= end;
}

bool BlockScanner::open_fence(std::size_t begin, std::size_t end) {
  const char mark = text_[begin];
  if ((mark != '`' && mark != '~') || dialect_ == Dialect::ReStructuredText) return false;
  std::size_t at = begin;
  while (at < end && text_[at] == mark) ++at;
  if (at - begin < 3 || (mark == '`' && part(at, end).find('`') != std::string_view::npos)) return false;
  close_paragraph();
  fence_ = {mark, at - begin};
  return true;
}

bool BlockScanner::leave_fence(std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  while (at < end && text_[at] == fence_.mark) ++at;
  if (at - begin < fence_.length || !trim(part(at, end)).empty()) return false;
  fence_.mark = 0;
  return true;
}

// "# Heading". From the second level on the space may be missing, as it often is in cards.
bool BlockScanner::heading(std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  while (at < end && text_[at] == '#') ++at;
  const std::size_t level = at - begin;
  if (level == 0 || level > 6 || dialect_ == Dialect::ReStructuredText) return false;
  if (at < end && !is_blank(text_[at]) && (level == 1 || text_[at] == '!')) return false;
  while (at < end && is_blank(text_[at])) ++at;
  std::size_t last = end;
  while (last > at && is_blank(text_[last - 1])) --last;
  std::size_t hashes = last;
  while (hashes > at && text_[hashes - 1] == '#') --hashes;
  if (hashes == at || is_blank(text_[hashes - 1])) last = hashes;
  while (last > at && is_blank(text_[last - 1])) --last;
  in_table_ = false;
  if (last > at)
    emit(BlockKind::Heading, static_cast<int>(level), at, last);
  else
    close_paragraph();
  return true;
}

// A line of one repeated mark: makes a heading of the paragraph above it, or rules it off.
bool BlockScanner::underline(std::size_t begin, std::size_t end) {
  const char mark = text_[begin];
  const std::string_view marks = dialect_ == Dialect::ReStructuredText ? "=-~^\"'*+#`:._" : "=-*_";
  if (marks.find(mark) == std::string_view::npos) return false;
  std::size_t count = 0;
  bool spaced = false;
  for (std::size_t at = begin; at < end; ++at) {
    if (text_[at] == mark)
      ++count;
    else if (is_blank(text_[at]))
      spaced = spaced || at + 1 < end;
    else
      return false;
  }
  const bool under = (mark == '=' || mark == '-' || dialect_ == Dialect::ReStructuredText) && !spaced && count >= 2;
  if (under && open_ && current_.kind == BlockKind::Paragraph && current_.count <= 2) {
    const Segment& last = out_.segments.back();
    if (last.end - out_.segments[current_.first].begin <= 200) {
      current_.kind = BlockKind::Heading;
      const std::size_t level = dialect_ == Dialect::ReStructuredText ? marks.find(mark) + 1 : mark == '=' ? 1 : 2;
      current_.level = static_cast<int>(std::min<std::size_t>(level, 6));
      close_paragraph();
      return true;
    }
  }
  if (count < 3) return false;
  close_paragraph();
  return true;
}

bool BlockScanner::table(std::size_t begin, std::size_t end) {
  const std::string_view row = part(begin, end);
  if (row.find('|') == std::string_view::npos) return false;
  if (in_table_) {
    emit(BlockKind::TableRow, 0, begin, end);
    return true;
  }
  if (row.find_first_not_of("|-: \t") != std::string_view::npos || row.find('-') == std::string_view::npos || !open_)
    return false;
  const Segment header = out_.segments.back();
  if (part(header.begin, header.end).find('|') == std::string_view::npos) return false;
  out_.segments.pop_back();
  if (--current_.count == 0) open_ = false;
  emit(BlockKind::TableRow, 0, header.begin, header.end);
  in_table_ = true;
  return true;
}

// Where the content of a list item begins, or nothing.
std::optional<std::size_t> BlockScanner::list_marker(std::size_t begin, std::size_t end) const {
  std::size_t at = begin;
  const std::string_view rest = part(begin, end);
  if (rest.substr(0, 3) == "\xe2\x80\xa2") {  // a bullet
    at += 3;
    while (at < end && is_blank(text_[at])) ++at;
    return at;
  }
  if (rest[0] == '-' || rest[0] == '*' || rest[0] == '+') {
    ++at;
  } else {
    while (at < end && is_digit(text_[at]) && at - begin < 9) ++at;
    if (at == begin || at >= end || (text_[at] != '.' && text_[at] != ')')) return std::nullopt;
    const bool interrupts = open_ && lists_.empty() && part(begin, at) != "1";
    if (interrupts) return std::nullopt;
    ++at;
  }
  if (at < end && !is_blank(text_[at])) return std::nullopt;
  while (at < end && is_blank(text_[at])) ++at;
  return at;
}

// "[label]: target": defines a link, and is no prose.
bool BlockScanner::reference(std::size_t begin, std::size_t end) {
  const std::string_view row = part(begin, end);
  const std::size_t close = row.find("]:");
  if (row[0] != '[' || close == std::string_view::npos || close < 2 || close > 200 || row[1] == '^') return false;
  std::string_view target = trim(row.substr(close + 2));
  if (const std::size_t space = target.find_first_of(" \t"); space != std::string_view::npos) {
    const char quote = trim(target.substr(space)).front();
    if (quote != '"' && quote != '\'' && quote != '(') return false;
    target = target.substr(0, space);
  }
  if (target.size() > 1 && target.front() == '<' && target.back() == '>') target = target.substr(1, target.size() - 2);
  if (target.empty()) return false;
  out_.references.try_emplace(fold_label(row.substr(1, close - 1)), target);
  return true;
}

}  // namespace

Blocks scan_blocks(std::string_view text, std::size_t begin, Dialect dialect) {
  return BlockScanner(text, dialect).run(begin);
}

}  // namespace aboveboard::format
