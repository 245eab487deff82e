#include "format/pickle/spelling.h"

#include <array>

namespace aboveboard::format::pickle {
namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view strip(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char low = static_cast<char>(c | 0x20);
  return low >= 'a' && low <= 'z' ? low - 'a' + 10 : 99;
}

// Digits with single underscores between them. Nothing where it is none; BigInt as nullopt inside.
struct Digits {
  bool good = false;
  std::optional<std::uint64_t> value;
};
Digits read_digits(std::string_view text, int base, bool underscore_first) {
  Digits out;
  std::uint64_t value = 0;
  bool fits = true, may_underscore = underscore_first;
  if (text.empty()) return out;
  for (const char c : text) {
    if (c == '_' && may_underscore) {
      may_underscore = false;
      continue;
    }
    const int digit = digit_of(c);
    if (digit >= base) return out;
    may_underscore = true;
    if (value > (UINT64_MAX - static_cast<unsigned>(digit)) / static_cast<unsigned>(base)) fits = false;
    else value = value * static_cast<unsigned>(base) + static_cast<unsigned>(digit);
  }
  out.good = may_underscore;  // no underscore at the end
  if (fits) out.value = value;
  return out;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 63));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 63));
    out += static_cast<char>(0x80 | (c & 63));
  } else {
    out += static_cast<char>(0xf0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 63));
    out += static_cast<char>(0x80 | ((c >> 6) & 63));
    out += static_cast<char>(0x80 | (c & 63));
  }
}

// `count` hexadecimal digits at the beginning of `text`.
std::optional<std::uint32_t> hex(std::string_view text, std::size_t count) {
  if (text.size() < count) return std::nullopt;
  std::uint32_t value = 0;
  for (const char c : text.substr(0, count)) {
    const int digit = digit_of(c);
    if (digit >= 16) return std::nullopt;
    value = value << 4 | static_cast<std::uint32_t>(digit);
  }
  return value;
}

char simple_escape(char c) {
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'a': return '\a';
    case 'b': return '\b';
    case 'f': return '\f';
    case 'v': return '\v';
    case '\\': case '\'': case '"': return c;
    default: return '\0';
  }
}

}  // namespace

SpelledNumber spelled_int(std::string_view line, bool is_long) {
  if (!is_long && line == "00") return {Kind::False};
  if (!is_long && line == "01") return {Kind::True};
  std::string_view text = line.substr(0, line.find('\0'));  // the C unpickler stops there
  SpelledNumber out;
  out.strange = text.size() != line.size();
  if (is_long && !text.empty() && text.back() == 'L') text.remove_suffix(1);
  text = strip(text);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  int base = 10;
  bool prefixed = false;
  if (text.size() > 2 && text[0] == '0') {
    const char mark = static_cast<char>(text[1] | 0x20);
    base = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 10;
    prefixed = base != 10;
    if (prefixed) text.remove_prefix(2);
  }
  // A number with zeros in front: octal for the C unpickler, refused by the other.
  if (!prefixed && text.size() > 1 && text[0] == '0' && text.find_first_not_of("0_") != std::string_view::npos) {
    out.strange = true;
    if (!is_long) base = 8;
  }
  const Digits digits = read_digits(text, base, prefixed);
  if (!digits.good) out.strange = true;
  if (digits.good && digits.value && *digits.value < (1ull << 55)) {
    const auto number = static_cast<std::int64_t>(*digits.value);
    out.value = Value::of_int(negative ? -number : number);
  }
  return out;
}

std::optional<std::uint64_t> spelled_index(std::string_view line) {
  std::uint64_t plain = 0;
  std::size_t digits_seen = 0;
  while (digits_seen < line.size() && digits_seen < 18 && line[digits_seen] >= '0' && line[digits_seen] <= '9')
    plain = 10 * plain + static_cast<unsigned>(line[digits_seen++] - '0');
  if (digits_seen == line.size() && digits_seen > 0) return plain;
  std::string_view text = strip(line.substr(0, line.find('\0')));
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text == "-0") return 0;
  const Digits digits = read_digits(text, 10, false);
  return digits.good ? digits.value : std::nullopt;
}

std::optional<std::string> spelled_string(std::string_view line) {
  if (line.size() < 2 || line.front() != line.back() || (line.front() != '\'' && line.front() != '"')) return std::nullopt;
  line = line.substr(1, line.size() - 2);
  std::string out;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c != '\\' || line.empty()) {
      out += c;
      continue;
    }
    const char escape = line.front();
    if (const char plain = simple_escape(escape); plain != '\0') {
      out += plain;
      line.remove_prefix(1);
    } else if (escape == 'x') {
      const auto value = hex(line.substr(1), 2);
      out += static_cast<char>(value.value_or('?'));
      line.remove_prefix(value ? 3 : 1);
    } else if (escape >= '0' && escape <= '7') {
      unsigned value = 0;
      for (int i = 0; i < 3 && !line.empty() && line.front() >= '0' && line.front() <= '7'; ++i, line.remove_prefix(1))
        value = value * 8 + static_cast<unsigned>(line.front() - '0');
      out += static_cast<char>(value);
    } else {
      out += c;
    }
  }
  return out;
}

std::string spelled_unicode(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c == '\\' && !line.empty()) {
      const char mark = line.front();
      line.remove_prefix(1);
      const std::size_t count = mark == 'u' ? 4 : mark == 'U' ? 8 : 0;
      const auto code = count == 0 ? std::nullopt : hex(line, count);
      if (code && *code <= 0x10ffff) {
        append_utf8(out, *code);
        line.remove_prefix(count);
      } else {
        out += '\\';
        append_utf8(out, static_cast<unsigned char>(mark));
      }
      continue;
    }
    append_utf8(out, static_cast<unsigned char>(c));
  }
  return out;
}

std::optional<std::string> decode_base64(std::string_view text) {
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    int value = -1;
    if (c >= 'A' && c <= 'Z') value = c - 'A';
    else if (c >= 'a' && c <= 'z') value = c - 'a' + 26;
    else if (c >= '0' && c <= '9') value = c - '0' + 52;
    else if (c == '+' || c == '-') value = 62;
    else if (c == '/' || c == '_') value = 63;
    if (value < 0) {
      if (c == '=' ) break;
      if (is_space(c)) continue;
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out += static_cast<char>((bits >> have) & 0xff);
  }
  return out;
}

}  // namespace aboveboard::format::pickle
