#include "data/regex_bytes.h"

#include <charconv>

namespace aboveboard::data {
namespace {

bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

void add_range(ByteSet& set, unsigned first, unsigned last) {
  for (unsigned c = first; c <= last; ++c) set.set(c);
}

// A byte in brackets, plain or escaped.
std::optional<unsigned char> bracket_byte(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return std::nullopt;
  const auto c = static_cast<unsigned char>(text[at++]);
  return c == '\\' ? read_escaped_byte(text, at) : c;
}

// A byte, a range or a class.
bool bracket_item(std::string_view text, std::size_t& at, bool fold, ByteSet& set) {
  if (text.substr(at).starts_with("[:")) return false;
  if (text[at] == '\\' && at + 1 < text.size()) {
    if (const auto known = byte_class(text[at + 1])) {
      set |= *known;
      at += 2;
      return true;
    }
  }
  const auto low = bracket_byte(text, at);
  auto high = low;
  if (low && at + 1 < text.size() && text[at] == '-' && text[at + 1] != ']') high = bracket_byte(text, ++at);
  if (!low || !high || *high < *low || (fold && *high >= 0x80)) return false;
  add_range(set, *low, *high);
  for (unsigned c = *low; fold && c <= *high; ++c) {
    if (is_letter(static_cast<unsigned char>(c))) set.set(c ^ 0x20U);
  }
  return true;
}

}  // namespace

bool is_letter(unsigned char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }

std::optional<ByteSet> byte_class(char letter) {
  ByteSet set;
  switch (letter) {
    case 'd': case 'D':
      add_range(set, '0', '9');
      break;
    case 's': case 'S':
      for (const char c : std::string_view("\t\n\f\r ")) set.set(static_cast<unsigned char>(c));
      break;
    case 'w': case 'W':
      add_range(set, '0', '9'), add_range(set, 'A', 'Z'), add_range(set, 'a', 'z');
      set.set('_');
      break;
    default: return std::nullopt;
  }
  return is_upper(static_cast<unsigned char>(letter)) ? ~set : set;
}

std::optional<unsigned char> read_escaped_byte(std::string_view text, std::size_t& at) {
  if (at >= text.size()) return std::nullopt;
  const auto c = static_cast<unsigned char>(text[at++]);
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'a': return '\a';
    case 'x': {
      unsigned value = 0;
      if (text.size() - at < 2) return std::nullopt;
      const char* const begin = text.data() + at;
      if (std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2) return std::nullopt;
      at += 2;
      return static_cast<unsigned char>(value);
    }
    default: break;
  }
  if (c >= 0x80 || is_digit(c) || is_letter(c) || c == '_') return std::nullopt;
  return c;
}

std::optional<ByteSet> read_bracket(std::string_view text, std::size_t& at, bool fold) {
  const bool negated = at < text.size() && text[at] == '^';
  if (negated) ++at;
  ByteSet set;
  for (bool first = true; at < text.size() && (first || text[at] != ']'); first = false) {
    if (!bracket_item(text, at, fold, set)) return std::nullopt;
  }
  if (at >= text.size()) return std::nullopt;
  ++at;
  return negated ? ~set : set;
}

}  // namespace aboveboard::data
