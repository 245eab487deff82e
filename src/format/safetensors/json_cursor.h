// A cursor over strict JSON, for grammars that are known beforehand.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace aboveboard::format {

// Every read_ function moves behind what it read, or returns false and leaves `at` on the byte that was not expected.
struct JsonCursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char peek() const { return at < text.size() ? text[at] : '\0'; }
  void skip_space() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r')) ++at;
  }
  // The next character behind white space is `c`, and is taken.
  bool take(char c) {
    skip_space();
    if (peek() != c || done()) return false;
    ++at;
    return true;
  }
  // A string: `spelling` is what stands between the quotes. `escaped`: it holds a backslash; `ascii`: it holds no byte
  // above 0x7f.
  bool read_string(std::string_view& spelling, bool& escaped, bool& ascii);
  // A whole number of at most 18 digits; false, with nothing taken, for anything else.
  bool read_digits(std::uint64_t& number);
  // The next bytes are `literal`, and are taken.
  template <std::size_t kSize>
  bool take_literal(const char (&literal)[kSize]) {
    if (text.size() - at < kSize - 1 || std::memcmp(text.data() + at, literal, kSize - 1) != 0) return false;
    at += kSize - 1;
    return true;
  }
  // A number: its spelling.
  bool read_number(std::string_view& spelling);
  // Any value, at most limits::kJsonDepth deep.
  bool skip_value();
};

// What a string with escapes stands for. False for half of a surrogate pair.
bool decode_json_string(std::string_view spelling, std::string& out);

}  // namespace aboveboard::format
