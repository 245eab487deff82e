// Text on a terminal: made harmless, measured in columns, shortened in the middle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::terminal {

// One character of a text, with the marks that combine with it counted as characters of their own of width 0.
struct Glyph {
  std::uint32_t begin = 0;
  std::uint8_t bytes = 0;
  std::uint8_t columns = 0;  // 2 for East Asian wide characters, 0 for combining marks
};

// Text of a release as it may reach a terminal: invalid UTF-8 becomes U+FFFD, white space of every kind becomes a space (a line
// break with the indentation around it: one), and what steers a
// terminal or reorders or hides text (C0 and C1 controls, DEL, bidirectional and invisible format characters) becomes visible as \x1b or \u202e.
std::string neutralize(std::string_view text);

// The characters of a neutralized text.
std::vector<Glyph> glyphs(std::string_view clean);

// Columns that a neutralized text takes.
std::size_t display_width(std::string_view clean);

// At most `columns` columns of a neutralized text: its two ends with "..." between. The end keeps the larger share, because the end of a
// path says most. `columns` is at least 5.
std::string elide_middle(std::string_view clean, std::size_t columns);

// At most `columns` columns: the beginning, and "..." where something was cut.
std::string elide_end(std::string_view clean, std::size_t columns);

}  // namespace aboveboard::terminal
