#include "danger/json_place.h"

#include <algorithm>

namespace aboveboard::danger {
namespace {

unsigned hex4(std::string_view text, std::size_t at) {
  unsigned code = 0;
  for (std::size_t i = at; i < at + 4 && i < text.size(); ++i) {
    const char c = text[i];
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 0;
    code = code * 16 + static_cast<unsigned>(digit);
  }
  return code;
}

// How many bytes one character takes in the text at `at`, and how many when it is decoded.
struct Step {
  std::size_t raw = 1, decoded = 1;
};

Step step(std::string_view text, std::size_t at) {
  if (text[at] != '\\') return {};
  if (at + 1 >= text.size() || text[at + 1] != 'u') return {2, 1};
  const unsigned code = hex4(text, at + 2);
  const bool high = code >= 0xD800 && code < 0xDC00;
  if (high && text.substr(std::min(at + 6, text.size())).starts_with("\\u")) return {12, 4};
  return {6, code < 0x80 ? 1u : code < 0x800 ? 2u : 3u};
}

// The literal at `at` spells `value`: where it ends, or 0. Plain characters are compared, escapes are only counted.
std::size_t spells(std::string_view text, std::size_t at, std::string_view value) {
  std::size_t decoded = 0;
  for (++at; at < text.size() && text[at] != '"';) {
    const Step one = step(text, at);
    if (decoded + one.decoded > value.size() || (one.raw == 1 && text[at] != value[decoded])) return 0;
    decoded += one.decoded;
    at += one.raw;
  }
  return decoded == value.size() && at < text.size() ? at + 1 : 0;
}

std::size_t behind_literal(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

}  // namespace

std::pair<std::size_t, std::size_t> place_of_string(std::string_view text, const LineIndex& lines, std::uint64_t line, std::string_view value) {
  if (line == 0 || line > lines.line_count()) return {0, 0};
  const std::size_t end = line < lines.line_count() ? lines.start_of(line + 1) : text.size();
  for (std::size_t at = text.find('"', lines.start_of(line)); at < end; at = text.find('"', behind_literal(text, at))) {
    const std::size_t behind = spells(text, at, value);
    if (behind == 0) continue;
    // A key of the same spelling is not the value.
    const std::size_t next = text.find_first_not_of(" \t\r\n", behind);
    if (next != std::string_view::npos && text[next] == ':') continue;
    return {at, behind};
  }
  return {0, 0};
}

std::size_t place_in_string(std::string_view text, std::size_t literal, std::size_t offset) {
  std::size_t decoded = 0, at = literal + 1;
  while (decoded < offset && at < text.size() && text[at] != '"') {
    const Step one = step(text, at);
    decoded += one.decoded;
    at += one.raw;
  }
  return std::min(at, text.size());
}

}  // namespace aboveboard::danger
