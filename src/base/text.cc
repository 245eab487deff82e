#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace aboveboard {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr unsigned char byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }
constexpr bool is_continuation(unsigned char byte) { return (byte & 0xc0) == 0x80; }

constexpr std::string_view kReplacement = "\xef\xbf\xbd";  // U+FFFD

// Length of the valid UTF-8 sequence at `i`, or 0. `good` receives how many of its bytes were right before it went
// wrong (at least 1), which is what one U+FFFD stands for (Unicode, "substitution of maximal subparts").
std::size_t sequence_at(std::string_view text, std::size_t i, std::size_t& good) {
  const unsigned char lead = byte_at(text, i);
  good = 1;
  if (lead < 0x80) return 1;
  std::size_t length = 0;
  unsigned char low = 0x80,
                high = 0xbf;  // allowed second bytes: no overlong forms, no surrogates, nothing above U+10FFFF
  if (lead >= 0xc2 && lead <= 0xdf) {
    length = 2;
  } else if (lead >= 0xe0 && lead <= 0xef) {
    length = 3;
    if (lead == 0xe0) low = 0xa0;
    if (lead == 0xed) high = 0x9f;
  } else if (lead >= 0xf0 && lead <= 0xf4) {
    length = 4;
    if (lead == 0xf0) low = 0x90;
    if (lead == 0xf4) high = 0x8f;
  } else {
    return 0;
  }
  for (; good < length; ++good) {
    if (i + good >= text.size()) return 0;
    const unsigned char byte = byte_at(text, i + good);
    if (byte < low || byte > high) return 0;
    low = 0x80;
    high = 0xbf;
  }
  return length;
}

// Skips ASCII eight bytes at a time: most of what is read is nothing else.
std::size_t skip_ascii(std::string_view text, std::size_t i) {
  constexpr std::size_t kWord = 8;
  for (; i + kWord <= text.size(); i += kWord) {
    unsigned char any = 0;
    for (std::size_t k = 0; k < kWord; ++k) any = static_cast<unsigned char>(any | byte_at(text, i + k));
    if (any >= 0x80) break;
  }
  return i;
}

void append_utf8(std::string& out, std::uint32_t code) {
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) return put(0xc0 | (code >> 6)), put(0x80 | (code & 0x3f));
  if (code < 0x10000) return put(0xe0 | (code >> 12)), put(0x80 | ((code >> 6) & 0x3f)), put(0x80 | (code & 0x3f));
  put(0xf0 | (code >> 18)), put(0x80 | ((code >> 12) & 0x3f)), put(0x80 | ((code >> 6) & 0x3f)), put(0x80 | (code & 0x3f));
}

}  // namespace

std::optional<std::string> utf8_from_utf16(std::string_view text) {
  const bool little = text.starts_with("\xff\xfe"), big = text.starts_with("\xfe\xff");
  if (!little && !big) return std::nullopt;
  const auto unit = [&](std::size_t i) { return static_cast<std::uint32_t>(little ? byte_at(text, i) | byte_at(text, i + 1) << 8 : byte_at(text, i) << 8 | byte_at(text, i + 1)); };
  constexpr std::uint32_t kHigh = 0xd800, kLow = 0xdc00, kEnd = 0xe000;
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {
    const std::uint32_t code = unit(i);
    if (code < kHigh || code >= kEnd) {
      append_utf8(out, code);
    } else if (code < kLow && i + 3 < text.size() && unit(i + 2) >= kLow && unit(i + 2) < kEnd) {
      append_utf8(out, 0x10000 + ((code - kHigh) << 10) + (unit(i + 2) - kLow));
      i += 2;
    } else {
      out += kReplacement;
    }
  }
  return out;
}

std::size_t find_invalid_utf8(std::string_view text) {
  std::size_t good = 0;
  for (std::size_t i = skip_ascii(text, 0); i < text.size();) {
    const std::size_t length = sequence_at(text, i, good);
    if (length == 0) return i;
    i += length;
    if (length == 1) i = skip_ascii(text, i);
  }
  return std::string_view::npos;
}

std::string sanitize_utf8(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bad = find_invalid_utf8(text);
    clean.append(text.substr(0, bad));
    if (bad == std::string_view::npos) break;
    std::size_t good = 0;
    sequence_at(text, bad, good);
    clean.append(kReplacement);
    text.remove_prefix(bad + good);
  }
  return clean;
}

std::string_view clip_utf8(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  // A sequence has at most three continuation bytes; more of them are no UTF-8 and may be cut anywhere.
  for (int steps = 0; steps < 3 && end > 0 && is_continuation(byte_at(text, end)); ++steps) --end;
  if (is_continuation(byte_at(text, end))) end = limit;
  return text.substr(0, end);
}

std::string quoted(std::string_view name, std::size_t limit) { return '"' + sanitize_utf8(clip_utf8(name, limit)) + '"'; }

std::string to_lower(std::string_view ascii) {
  std::string result(ascii);
  for (char& c : result) c = lower(c);
  return result;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool contains_ignoring_case(std::string_view text, std::string_view ascii_lower_case_needle) {
  return std::search(text.begin(), text.end(), ascii_lower_case_needle.begin(), ascii_lower_case_needle.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end() ||
         ascii_lower_case_needle.empty();
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view file_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string file_extension(std::string_view path) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : to_lower(name.substr(dot + 1));
}

std::string_view parent_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string join_and(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

LineIndex::LineIndex(std::string_view text) : starts_{0} {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))) starts_.push_back(i + 1);
  }
}

std::uint64_t LineIndex::line_of(std::size_t byte) const {
  return static_cast<std::uint64_t>(std::upper_bound(starts_.begin(), starts_.end(), byte) - starts_.begin());
}

std::string letters_and_digits(std::string_view name) {
  std::string letters;
  for (const char c : to_lower(name)) {
    // Letters of other scripts are letters too.
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (static_cast<unsigned char>(c) & 0x80) != 0) letters += c;
  }
  return letters;
}

std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::string to_hex(std::uint64_t value) {
  std::string digits(16, '0');
  for (std::size_t i = digits.size(); i-- > 0; value >>= 4) digits[i] = "0123456789abcdef"[value & 15];
  return digits;
}

bool is_lower_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace aboveboard
