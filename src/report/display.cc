#include "report/display.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include "base/text.h"

namespace aboveboard::terminal {
namespace {

constexpr std::string_view kDots = "...";

// Decodes the character at `at` of valid UTF-8; returns its length in bytes.
std::size_t decode(std::string_view text, std::size_t at, utf8proc_int32_t& code) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at;
  const auto length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (length > 0) return static_cast<std::size_t>(length);
  code = 0xFFFD;
  return 1;
}

bool is_white(utf8proc_int32_t code) {
  if (code == ' ' || (code >= '\t' && code <= '\r')) return true;
  return code >= 0x80 && utf8proc_category(code) == UTF8PROC_CATEGORY_ZS;
}

// Would it steer a terminal, reorder the text around it, or hide? The two joiners are needed to spell some scripts.
bool is_treacherous(utf8proc_int32_t code) {
  constexpr utf8proc_int32_t kNonJoiner = 0x200C, kJoiner = 0x200D;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
    case UTF8PROC_CATEGORY_CS: return true;
    case UTF8PROC_CATEGORY_CF: return code != kNonJoiner && code != kJoiner;
    default: return false;
  }
}

std::string visible_escape(utf8proc_int32_t code) {
  if (code < 0x80) return fmt::format("\\x{:02x}", code);
  return code <= 0xFFFF ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
}

std::uint8_t columns_of(utf8proc_int32_t code) {
  if (code >= 0x20 && code < 0x7F) return 1;
  constexpr utf8proc_int32_t kEmojiPresentation = 0xFE0F;  // widens the character before it on many terminals
  if (code == kEmojiPresentation) return 1;
  const int width = utf8proc_charwidth(code);
  return static_cast<std::uint8_t>(width < 0 ? 1 : width > 2 ? 2 : width);
}

// A space for white space; a line break with the spaces around it is one.
void append_white(std::string& out, utf8proc_int32_t code, bool& after_break) {
  const bool breaks = code == '\n' || code == '\r';
  while (breaks && out.ends_with(' ')) out.pop_back();
  if (breaks || !after_break) out += ' ';
  after_break = after_break || breaks;
}

}  // namespace

std::string neutralize(std::string_view text) {
  const std::string valid = sanitize_utf8(text);
  std::string out;
  out.reserve(valid.size());
  bool after_break = false;
  for (std::size_t at = 0; at < valid.size();) {
    utf8proc_int32_t code = 0;
    const std::size_t length = decode(valid, at, code);
    if (is_white(code)) {
      append_white(out, code, after_break);
      at += length;
      continue;
    }
    after_break = false;
    if (code >= 0x20 && code < 0x7F) {
      out += static_cast<char>(code);
    } else if (is_treacherous(code)) {
      out += visible_escape(code);
    } else {
      out.append(valid, at, length);
    }
    at += length;
  }
  return out;
}

std::vector<Glyph> glyphs(std::string_view clean) {
  std::vector<Glyph> out;
  out.reserve(clean.size());
  for (std::size_t at = 0; at < clean.size();) {
    utf8proc_int32_t code = 0;
    const std::size_t length = decode(clean, at, code);
    out.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint8_t>(length), columns_of(code)});
    at += length;
  }
  return out;
}

std::size_t display_width(std::string_view clean) {
  std::size_t columns = 0;
  for (const Glyph& glyph : glyphs(clean)) columns += glyph.columns;
  return columns;
}

std::string elide_middle(std::string_view clean, std::size_t columns) {
  const std::vector<Glyph> all = glyphs(clean);
  std::size_t total = 0;
  for (const Glyph& glyph : all) total += glyph.columns;
  if (total <= columns) return std::string(clean);

  const std::size_t room = columns > kDots.size() ? columns - kDots.size() : 0;
  const std::size_t head_room = room / 3;
  std::size_t head = 0, used = 0;
  while (head < all.size() && used + all[head].columns <= head_room) used += all[head++].columns;
  std::size_t tail = all.size();
  while (tail > head && used + all[tail - 1].columns <= room) used += all[--tail].columns;
  // A mark without its character must not begin the tail.
  while (tail < all.size() && all[tail].columns == 0) ++tail;

  const std::size_t head_end = head < all.size() ? all[head].begin : clean.size();
  const std::size_t tail_begin = tail < all.size() ? all[tail].begin : clean.size();
  return std::string(clean.substr(0, head_end)) + std::string(kDots) + std::string(clean.substr(tail_begin));
}

std::string elide_end(std::string_view clean, std::size_t columns) {
  const std::vector<Glyph> all = glyphs(clean);
  std::size_t used = 0, fitting = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    used += all[i].columns;
    if (used + kDots.size() + 1 <= columns) fitting = i + 1;
  }
  if (used <= columns) return std::string(clean);
  std::string_view head = clean.substr(0, fitting < all.size() ? all[fitting].begin : clean.size());
  // Back to the end of a word, where one is near.
  constexpr std::size_t kNear = 16;
  const std::size_t space = head.rfind(' ');
  if (space != std::string_view::npos && space > 0 && head.size() - space <= kNear) head = head.substr(0, space);
  return std::string(trim(head)) + " " + std::string(kDots);
}

}  // namespace aboveboard::terminal
