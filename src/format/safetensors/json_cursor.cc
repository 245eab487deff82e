#include "format/safetensors/json_cursor.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "base/limits.h"
#include "format/name_hash.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kOnes = 0x0101010101010101ull;
constexpr std::uint64_t kHighs = 0x8080808080808080ull;

// Marks, in the high bit of each byte, quotes, backslashes, control characters and bytes above 0x7f. The lowest mark is
// always right; a borrow may set those above it.
std::uint64_t special_bytes(std::uint64_t word) {
  const std::uint64_t quote = word ^ (kOnes * '"');
  const std::uint64_t backslash = word ^ (kOnes * '\\');
  return ((quote - kOnes) | (backslash - kOnes) | (word - kOnes * ' ') | word) & kHighs;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<std::uint32_t> read_hex4(std::string_view text, std::size_t at) {
  if (at + 4 > text.size()) return std::nullopt;
  std::uint32_t code = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const int digit = is_digit(c)            ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return std::nullopt;
    code = code * 16 + static_cast<std::uint32_t>(digit);
  }
  return code;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | (code >> 6));
  } else {
    if (code < 0x10000) {
      put(0xe0 | (code >> 12));
    } else {
      put(0xf0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3f));
    }
    put(0x80 | ((code >> 6) & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

}  // namespace

bool JsonCursor::read_string(std::string_view& spelling, bool& escaped, bool& ascii) {
  if (!take('"')) return false;
  const std::size_t begin = at;
  escaped = false;
  ascii = true;
  for (;;) {
    while (at + 8 <= text.size()) {
      const std::uint64_t found = special_bytes(load_word(text.data() + at));
      if (found != 0) {
        at += static_cast<std::size_t>(std::countr_zero(found)) / 8;
        break;
      }
      at += 8;
    }
    if (done()) return false;
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (c == '"') break;
    if (c < ' ') return false;
    if (c >= 0x80) ascii = false;
    if (c == '\\') {
      escaped = true;
      if (at + 1 >= text.size() || std::string_view("\"\\/bfnrtu").find(text[at + 1]) == std::string_view::npos)
        return false;
      if (text[at + 1] == 'u' && !read_hex4(text, at + 2)) return false;
      ++at;
    }
    ++at;
  }
  spelling = text.substr(begin, at - begin);
  ++at;
  return true;
}

bool JsonCursor::read_digits(std::uint64_t& number) {
  skip_space();
  // Pointers, not offsets: a header of a large model is mostly digits. 18 of them cannot overflow.
  const char* const begin = text.data() + at;
  const char* const end = begin + std::min<std::size_t>(text.size() - at, 18);
  const char* digit = begin;
  std::uint64_t value = 0;
  while (digit != end && is_digit(*digit)) value = value * 10 + static_cast<std::uint64_t>(*digit++ - '0');
  const auto length = static_cast<std::size_t>(digit - begin);
  const char next = at + length < text.size() ? *digit : '\0';
  const bool plain = length != 0 && !is_digit(next) && next != '.' && next != 'e' && next != 'E' && (*begin != '0' || length == 1);
  if (!plain) return false;
  number = value;
  at += length;
  return true;
}

bool JsonCursor::read_number(std::string_view& spelling) {
  skip_space();
  const std::size_t begin = at;
  if (peek() == '-') ++at;
  if (!is_digit(peek())) return false;
  if (peek() == '0')
    ++at;
  else
    while (is_digit(peek())) ++at;
  if (is_digit(peek())) return false;  // a leading zero
  if (peek() == '.') {
    ++at;
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) ++at;
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at;
    if (peek() == '+' || peek() == '-') ++at;
    if (!is_digit(peek())) return false;
    while (is_digit(peek())) ++at;
  }
  spelling = text.substr(begin, at - begin);
  return true;
}

bool JsonCursor::skip_value() {
  std::string open;  // the brackets that are open
  std::string_view ignored;
  bool escaped = false;
  bool ascii = true;
  for (;;) {
    skip_space();
    const char c = peek();
    bool closed = false;
    if (c == '{' || c == '[') {
      if (open.size() >= limits::kJsonDepth) return false;
      ++at;
      open.push_back(c);
      skip_space();
      if (peek() == (c == '{' ? '}' : ']')) {
        ++at;
        open.pop_back();
        closed = true;
      }
    } else if (c == '"') {
      if (!read_string(ignored, escaped, ascii)) return false;
      closed = true;
    } else if (text.substr(at, 4) == "true" || text.substr(at, 4) == "null") {
      at += 4;
      closed = true;
    } else if (text.substr(at, 5) == "false") {
      at += 5;
      closed = true;
    } else {
      if (!read_number(ignored)) return false;
      closed = true;
    }
    while (closed && !open.empty()) {
      skip_space();
      if (peek() == ',') {
        ++at;
        break;
      }
      if (peek() != (open.back() == '{' ? '}' : ']')) return false;
      ++at;
      open.pop_back();
    }
    if (open.empty()) return true;
    if (open.back() == '{' && (!read_string(ignored, escaped, ascii) || !take(':'))) return false;
  }
}

bool decode_json_string(std::string_view spelling, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < spelling.size(); ++i) {
    if (spelling[i] != '\\') {
      out.push_back(spelling[i]);
      continue;
    }
    const char c = spelling[++i];
    const std::size_t simple = std::string_view("bfnrt").find(c);
    if (c != 'u') {
      out.push_back(simple == std::string_view::npos ? c : "\b\f\n\r\t"[simple]);
      continue;
    }
    std::uint32_t code = *read_hex4(spelling, i + 1);
    i += 4;
    if (code >= 0xdc00 && code < 0xe000) return false;
    if (code >= 0xd800 && code < 0xdc00) {
      if (spelling.substr(i + 1, 2) != "\\u") return false;
      const auto low = read_hex4(spelling, i + 3);
      if (!low || *low < 0xdc00 || *low >= 0xe000) return false;
      code = 0x10000 + ((code - 0xd800) << 10) + (*low - 0xdc00);
      i += 6;
    }
    append_utf8(out, code);
  }
  return true;
}

}  // namespace aboveboard::format
