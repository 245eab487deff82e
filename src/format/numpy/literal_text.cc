#include "format/numpy/literal_text.h"

#include <cstdint>

namespace aboveboard::format {
namespace {

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
    return;
  }
  if (code < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (code >> 6)));
  } else {
    if (code < 0x10000) {
      out.push_back(static_cast<char>(0xe0 | (code >> 12)));
    } else {
      out.push_back(static_cast<char>(0xf0 | (code >> 18)));
      out.push_back(static_cast<char>(0x80 | ((code >> 12) & 63)));
    }
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 63)));
  }
  out.push_back(static_cast<char>(0x80 | (code & 63)));
}

std::uint32_t hex_value(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0');
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? static_cast<std::uint32_t>(lower - 'a' + 10) : 16;
}

tl::unexpected<Error> wrong(std::string message, std::size_t at, ErrorKind kind = ErrorKind::Malformed) {
  return fail(kind, std::move(message), {{}, std::nullopt, at});
}

void append(LiteralText& out, std::uint32_t code) {
  if (out.bytes)
    out.text.push_back(static_cast<char>(code));
  else
    append_utf8(out.text, code);
}

// The character whose `digits` hexadecimal digits stand from `at` on.
Status append_hex(std::string_view source, std::size_t at, std::size_t digits, LiteralText& out) {
  std::uint32_t code = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    const std::uint32_t digit = at + i < source.size() ? hex_value(source[at + i]) : 16;
    if (digit == 16) return wrong("a hexadecimal escape is cut short", at);
    code = code << 4 | digit;
  }
  if (code > 0x10ffff) return wrong("an escape beyond Unicode", at);
  append(out, code);
  return {};
}

// The escape whose letter stands at `at`; moves `at` behind it.
Status append_escape(std::string_view source, std::size_t& at, LiteralText& out) {
  constexpr std::string_view kLetters = "abfnrtv\\'\"";
  constexpr std::string_view kMeanings = "\a\b\f\n\r\t\v\\'\"";
  const char letter = source[at];
  if (const std::size_t known = kLetters.find(letter); known != std::string_view::npos) {
    out.text.push_back(kMeanings[known]);
    ++at;
  } else if (letter >= '0' && letter <= '7') {
    std::uint32_t code = 0;
    for (int i = 0; i < 3 && at < source.size() && source[at] >= '0' && source[at] <= '7'; ++i, ++at) code = code * 8 + static_cast<std::uint32_t>(source[at] - '0');
    append(out, code);
  } else if (letter == 'x' || (!out.bytes && (letter == 'u' || letter == 'U'))) {
    const std::size_t digits = letter == 'x' ? 2 : letter == 'u' ? 4 : 8;
    ABOVEBOARD_TRY(append_hex(source, at + 1, digits, out));
    at += 1 + digits;
  } else if (letter == 'N' && !out.bytes) {
    return wrong("a character by its name", at, ErrorKind::Unsupported);
  } else if (letter == '\n') {
    ++at;
  } else {  // no escape: the backslash stays
    out.text.push_back('\\');
  }
  return {};
}

}  // namespace

std::size_t text_prefix(std::string_view text) {
  const auto lower = [&](std::size_t i) { return i < text.size() ? static_cast<char>(text[i] | 0x20) : '\0'; };
  const auto quote = [&](std::size_t i) { return i < text.size() && (text[i] == '\'' || text[i] == '"'); };
  if (quote(0)) return 0;
  if (quote(1) && (lower(0) == 'r' || lower(0) == 'u' || lower(0) == 'b')) return 1;
  if (quote(2) && ((lower(0) == 'r' && lower(1) == 'b') || (lower(0) == 'b' && lower(1) == 'r'))) return 2;
  return std::string_view::npos;
}

Result<LiteralText> read_literal_text(std::string_view source, std::size_t begin, std::size_t& used) {
  std::size_t at = begin;
  const std::size_t prefix = text_prefix(source.substr(begin));
  LiteralText out;
  bool raw = false;
  for (std::size_t i = 0; i < prefix; ++i, ++at) {
    raw = raw || (source[at] | 0x20) == 'r';
    out.bytes = out.bytes || (source[at] | 0x20) == 'b';
  }
  const char quote = source[at];
  const std::string ending(source.substr(at, 3) == std::string(3, quote) ? 3 : 1, quote);
  for (at += ending.size(); source.substr(at, ending.size()) != ending;) {
    if (at >= source.size()) return wrong("a text is not closed", begin);
    const char c = source[at];
    if ((c == '\n' || c == '\r') && ending.size() == 1) return wrong("a line ends in the middle of a text", at);
    if (out.bytes && static_cast<unsigned char>(c) >= 0x80) return wrong("a character beyond ASCII in bytes", at);
    if (c != '\\' || at + 1 >= source.size()) {
      out.text.push_back(c);
      ++at;
    } else if (raw) {
      out.text.append(source.substr(at, 2));
      at += 2;
    } else {
      ++at;
      ABOVEBOARD_TRY(append_escape(source, at, out));
    }
  }
  used = at + ending.size() - begin;
  return out;
}

}  // namespace aboveboard::format
