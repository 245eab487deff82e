// What stands in the constant parts of a template and is not there to be read: unseen characters, addresses, encoded texts.
#include <array>

#include "base/text.h"
#include "format/template/analyzer.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kEncodedBytes = 120;  // of base 64 without a break

// The character that begins at `at`, and its length; a byte that begins none is itself.
std::pair<std::uint32_t, std::size_t> character(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  const std::uint32_t first = byte(0);
  if (first >= 0xF0) return {((first & 7) << 18) | ((byte(1) & 0x3F) << 12) | ((byte(2) & 0x3F) << 6) | (byte(3) & 0x3F), 4};
  if (first >= 0xE0) return {((first & 15) << 12) | ((byte(1) & 0x3F) << 6) | (byte(2) & 0x3F), 3};
  if (first >= 0xC0) return {((first & 31) << 6) | (byte(1) & 0x3F), 2};
  return {first, 1};
}

// Direction marks, zero-width characters, tag characters. Joiners belong to emoji and to several scripts: only a run of them hides something.
bool is_unseen(std::uint32_t code) {
  return code == 0x200B || code == 0x180E || (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
         (code >= 0xE0000 && code <= 0xE007F) || (code >= 0xFFF9 && code <= 0xFFFB);
}
bool is_joiner(std::uint32_t code) { return code == 0x200C || code == 0x200D || code == 0x200E || code == 0x200F; }

std::string spelled(std::uint32_t code) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string digits;
  for (int shift = 20; shift >= 0; shift -= 4) {
    const std::uint32_t digit = (code >> shift) & 15;
    if (digit != 0 || !digits.empty() || shift < 16) digits.push_back(kDigits[digit]);
  }
  return "U+" + digits;
}

void look_for_unseen(std::string_view text, std::size_t begin, TemplateFindings& found) {
  std::size_t joiners = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      joiners = 0;
      ++at;
      continue;
    }
    const auto [code, bytes] = character(text, at);
    joiners = is_joiner(code) ? joiners + 1 : 0;
    const bool mark = code == 0xFEFF && begin + at == 0;
    if ((is_unseen(code) && !mark) || joiners >= 3) found.add("hidden-text", spelled(code), begin + at);
    at += bytes;
  }
}

bool is_base64(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '='; }

void look_for_encoded(std::string_view text, std::size_t begin, TemplateFindings& found) {
  std::size_t start = 0;
  bool upper = false, lower = false, digit = false;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && is_base64(text[at])) {
      upper = upper || (text[at] >= 'A' && text[at] <= 'Z');
      lower = lower || (text[at] >= 'a' && text[at] <= 'z');
      digit = digit || (text[at] >= '0' && text[at] <= '9');
      continue;
    }
    if (at - start >= kEncodedBytes && upper && lower && digit) found.add("encoded-text", text.substr(start, 60), begin + start);
    start = at + 1;
    upper = lower = digit = false;
  }
}

}  // namespace

void look_at_text(std::string_view text, std::size_t begin, TemplateFindings& found) {
  look_for_unseen(text, begin, found);
  look_for_encoded(text, begin, found);
  static constexpr std::array<std::string_view, 5> kAddresses = {"http://", "https://", "ftp://", "javascript:", "<script"};
  const std::string lower = to_lower(text);
  for (const std::string_view mark : kAddresses) {
    for (std::size_t at = lower.find(mark); at != std::string::npos; at = lower.find(mark, at + 1)) {
      const std::size_t end = text.find_first_of(" \t\r\n\"'<>)]}", at + 1);
      found.add("address", text.substr(at, std::min(end, text.size()) - at), begin + at);
    }
  }
}

}  // namespace aboveboard::format
