#include "report/page.h"

#include <algorithm>
#include <cstddef>

#include "report/display.h"

namespace aboveboard::terminal {
namespace {

constexpr int kGap = 2;
constexpr int kLeastColumn = 8;  // a column is never narrower, however small the terminal

// The text of a cell, flat: every glyph with its style.
struct Flow {
  std::string text;
  std::vector<Glyph> glyphs;
  std::vector<Style> styles;  // of each glyph
};

struct SetLine {
  std::size_t begin = 0, end = 0;  // glyphs
};

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::Plain: return "";
    case Style::Strong: return "\x1b[1m";
    case Style::Dim: return "\x1b[2m";
    case Style::Good: return "\x1b[32m";
    case Style::Warn: return "\x1b[33m";
    case Style::Bad: return "\x1b[31m";
  }
  return "";
}
constexpr std::string_view kReset = "\x1b[0m";

Flow flatten(const Spans& spans, int width) {
  Flow flow;
  for (const Span& span : spans) {
    std::string clean = neutralize(span.text);
    // Room for the parentheses that often enclose a place.
    if (span.place) clean = elide_middle(clean, static_cast<std::size_t>(std::max(width - 3, kLeastColumn)));
    const auto offset = static_cast<std::uint32_t>(flow.text.size());
    for (Glyph glyph : glyphs(clean)) {
      glyph.begin += offset;
      flow.glyphs.push_back(glyph);
      flow.styles.push_back(span.style);
    }
    flow.text += clean;
  }
  return flow;
}

bool is_space(const Flow& flow, std::size_t glyph) { return flow.text[flow.glyphs[glyph].begin] == ' '; }

bool is_one_of(const Flow& flow, std::size_t glyph, std::string_view characters) {
  const std::string_view text = std::string_view(flow.text).substr(flow.glyphs[glyph].begin, flow.glyphs[glyph].bytes);
  return text.size() > 1 && characters.find(text) != std::string_view::npos;
}

// May a line end before this glyph (not the first)? At spaces, and beside a wide character, as in text that has no spaces; but no line
// begins with a closing mark or ends with an opening one.
bool may_break_before(const Flow& flow, std::size_t glyph) {
  constexpr std::string_view kClosing = "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\uff3d\uff5d\u300d\u300f\u3011\u300b\u3009\u201d\u2019";
  constexpr std::string_view kOpening = "\uff08\uff3b\uff5b\u300c\u300e\u3010\u300a\u3008\u201c\u2018";
  if (flow.glyphs[glyph].columns == 0) return false;
  if (is_space(flow, glyph) || is_space(flow, glyph - 1)) return true;
  if (flow.glyphs[glyph].columns != 2 && flow.glyphs[glyph - 1].columns != 2) return false;
  return !is_one_of(flow, glyph, kClosing) && !is_one_of(flow, glyph - 1, kOpening);
}

// The end of the line that begins at `begin`: as much as fits, back to the last place where a line may end.
std::size_t line_end(const Flow& flow, std::size_t begin, int width) {
  const std::size_t count = flow.glyphs.size();
  std::size_t end = begin, last_break = begin;
  int used = 0;
  while (end < count && used + flow.glyphs[end].columns <= width) {
    if (end > begin && may_break_before(flow, end)) last_break = end;
    used += flow.glyphs[end++].columns;
  }
  if (end == count || may_break_before(flow, end)) return end;
  if (last_break > begin) return last_break;
  while (end > begin + 1 && flow.glyphs[end].columns == 0) --end;  // a mark stays with its character
  return std::max(end, begin + 1);
}

std::vector<SetLine> wrap(const Flow& flow, int first_width, int rest_width) {
  std::vector<SetLine> lines;
  const std::size_t count = flow.glyphs.size();
  for (std::size_t begin = 0;;) {
    while (begin < count && is_space(flow, begin)) ++begin;
    if (begin >= count) break;
    const std::size_t end = line_end(flow, begin, lines.empty() ? first_width : rest_width);
    std::size_t trimmed = end;
    while (trimmed > begin + 1 && is_space(flow, trimmed - 1)) --trimmed;
    lines.push_back({begin, trimmed});
    begin = end;
  }
  return lines;
}

int columns_of(const Flow& flow, SetLine line) {
  int columns = 0;
  for (std::size_t i = line.begin; i < line.end; ++i) columns += flow.glyphs[i].columns;
  return columns;
}

void append_line(std::string& out, const Flow& flow, SetLine line, bool color) {
  std::size_t at = line.begin;
  while (at < line.end) {
    std::size_t run = at;
    while (run < line.end && flow.styles[run] == flow.styles[at]) ++run;
    const std::size_t begin = flow.glyphs[at].begin;
    const std::size_t end = flow.glyphs[run - 1].begin + flow.glyphs[run - 1].bytes;
    const std::string_view escape = color ? escape_of(flow.styles[at]) : std::string_view();
    out += escape;
    out.append(flow.text, begin, end - begin);
    if (!escape.empty()) out += kReset;
    at = run;
  }
}

}  // namespace

Page::Page(int width, bool color) : width_(std::max(width, 40)), color_(color) {}

void Page::blank() {
  if (!out_.empty() && !out_.ends_with("\n\n")) out_ += '\n';
}

void Page::section(std::string_view title) {
  blank();
  text(0, {strong(title)});
}

void Page::text(int indent, const Spans& spans, int hanging) {
  const int first = std::max(width_ - indent, kLeastColumn), rest = std::max(width_ - indent - hanging, kLeastColumn);
  const Flow flow = flatten(spans, rest);
  bool at_first = true;
  for (const SetLine line : wrap(flow, first, rest)) {
    out_.append(static_cast<std::size_t>(at_first ? indent : indent + hanging), ' ');
    append_line(out_, flow, line, color_);
    out_ += '\n';
    at_first = false;
  }
}

void Page::row(int indent, const std::vector<Column>& columns) {
  struct Set {
    Flow flow;
    std::vector<SetLine> lines;
    int left = 0;
  };
  std::vector<Set> cells;
  std::size_t height = 0;
  int left = indent;
  for (const Column& column : columns) {
    const int room = std::max(width_ - left, kLeastColumn);
    const int width = column.width == 0 ? room : std::min(column.width, room);
    Set cell{flatten(column.spans, width), {}, left};
    cell.lines = wrap(cell.flow, width, width);
    height = std::max(height, cell.lines.size());
    left += width + kGap;
    cells.push_back(std::move(cell));
  }
  for (std::size_t y = 0; y < height; ++y) {
    int at = 0;
    for (const Set& cell : cells) {
      if (y >= cell.lines.size()) continue;
      out_.append(static_cast<std::size_t>(std::max(cell.left - at, 0)), ' ');
      append_line(out_, cell.flow, cell.lines[y], color_);
      at = cell.left + columns_of(cell.flow, cell.lines[y]);
    }
    out_ += '\n';
  }
}

std::string Page::take() { return std::move(out_); }

}  // namespace aboveboard::terminal
