// Page: styled text set in columns, wrapped to a width. No line is ever wider, and color is never the only sign.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::terminal {

// What a piece of text is, not how it looks.
enum class Style : std::uint8_t { Plain, Strong, Dim, Good, Warn, Bad };

struct Span {
  std::string text;  // as it comes: the page neutralizes it
  Style style = Style::Plain;
  bool place = false;  // a path with its line: shortened in the middle, never broken
};
using Spans = std::vector<Span>;

inline Span plain(std::string_view text) { return {std::string(text), Style::Plain, false}; }
inline Span strong(std::string_view text) { return {std::string(text), Style::Strong, false}; }
inline Span dim(std::string_view text) { return {std::string(text), Style::Dim, false}; }
inline Span styled(std::string_view text, Style style) { return {std::string(text), style, false}; }
inline Span place(std::string_view text) { return {std::string(text), Style::Dim, true}; }

// One column of a row: `width` columns of the terminal, or 0 for all that is left (the last one).
struct Column {
  Spans spans;
  int width = 0;
};

class Page {
 public:
  Page(int width, bool color);

  int width() const { return width_; }
  // An empty line, unless one stands there already or nothing does.
  void blank();
  // A blank line and the title.
  void section(std::string_view title);
  // Wrapped text; lines after the first are indented by `hanging` more.
  void text(int indent, const Spans& spans, int hanging = 0);
  // Columns side by side, two spaces apart, each wrapped within its own width.
  void row(int indent, const std::vector<Column>& columns);
  std::string take();

 private:
  std::string out_;
  int width_;
  bool color_;
};

}  // namespace aboveboard::terminal
