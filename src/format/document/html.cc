#include "format/document/html.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.h"

namespace aboveboard::format {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::array<std::string_view, 33> kBlockTags = {
    "article",    "aside",  "blockquote", "body",    "caption", "center", "dd",    "details", "div",   "dl",  "dt",
    "figcaption", "figure", "footer",     "form",    "header",  "hr",     "html",  "li",      "main",  "nav", "ol",
    "p",          "pre",    "section",    "summary", "table",   "tbody",  "tfoot", "thead",   "title", "tr",  "ul"};
static_assert(std::is_sorted(kBlockTags.begin(), kBlockTags.end()));

// One attribute from `at`; moves `at` behind it. False where the tag ends, or is none.
bool read_attribute(std::string_view text, std::size_t& at, std::string_view& name, std::string_view& value) {
  while (at < text.size() && (is_space(text[at]) || text[at] == '/')) ++at;
  if (at >= text.size() || text[at] == '>' || text[at] == '<') return false;
  const std::size_t name_begin = at;
  while (at < text.size() && !is_space(text[at]) && text[at] != '=' && text[at] != '>' && text[at] != '/' &&
         text[at] != '<')
    ++at;
  name = text.substr(name_begin, at - name_begin);
  value = {};
  std::size_t next = at;
  while (next < text.size() && is_space(text[next])) ++next;
  if (next >= text.size() || text[next] != '=') {
    if (at == name_begin) ++at;
    return true;
  }
  at = next + 1;
  while (at < text.size() && is_space(text[at])) ++at;
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) {
    const std::size_t close = text.find(text[at], at + 1);
    if (close == std::string_view::npos) return false;
    value = text.substr(at + 1, close - at - 1);
    at = close + 1;
    return true;
  }
  const std::size_t value_begin = at;
  while (at < text.size() && !is_space(text[at]) && text[at] != '>' && text[at] != '<') ++at;  // '<' keeps it linear
  value = text.substr(value_begin, at - value_begin);
  return true;
}

std::string encode_utf8(std::uint32_t code) {
  std::string out;
  if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xc0 | (code >> 6)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xe0 | (code >> 12)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  } else {
    out.push_back(static_cast<char>(0xf0 | (code >> 18)));
    out.push_back(static_cast<char>(0x80 | ((code >> 12) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | ((code >> 6) & 0x3f)));
    out.push_back(static_cast<char>(0x80 | (code & 0x3f)));
  }
  return out;
}

constexpr std::array<std::pair<std::string_view, std::uint32_t>, 22> kEntities = {{
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},       {"quot", '"'},     {"apos", '\''},    {"nbsp", ' '},
    {"copy", 0xa9},    {"reg", 0xae},     {"trade", 0x2122}, {"mdash", 0x2014}, {"ndash", 0x2013}, {"hellip", 0x2026},
    {"lsquo", 0x2018}, {"rsquo", 0x2019}, {"ldquo", 0x201c}, {"rdquo", 0x201d}, {"bull", 0x2022},  {"middot", 0xb7},
    {"times", 0xd7},   {"ge", 0x2265},    {"le", 0x2264},    {"deg", 0xb0},
}};

}  // namespace

std::optional<HtmlTag> read_tag(std::string_view text, std::size_t at) {
  HtmlTag tag;
  std::size_t i = at + 1;
  if (i < text.size() && (text[i] == '!' || text[i] == '?')) {
    const std::size_t close = text.substr(0, std::min(text.size(), i + 512)).find('>', i);
    if (close == std::string_view::npos || i + 1 >= text.size() || (text[i] == '!' && !is_letter(text[i + 1])))
      return std::nullopt;
    tag.end = close + 1;
    return tag;
  }
  if (i < text.size() && text[i] == '/') {
    tag.closing = true;
    ++i;
  }
  const std::size_t name_begin = i;
  while (i < text.size() &&
         (is_letter(text[i]) || (i > name_begin && ((text[i] >= '0' && text[i] <= '9') || text[i] == '-'))))
    ++i;
  if (i == name_begin || i >= text.size()) return std::nullopt;
  if (!is_space(text[i]) && text[i] != '/' && text[i] != '>') return std::nullopt;
  tag.name = to_lower(text.substr(name_begin, i - name_begin));
  std::string_view name, value;
  while (read_attribute(text, i, name, value)) {
    if (equals_ignoring_case(name, "href")) tag.href = std::string(value);
    if (equals_ignoring_case(name, "src")) tag.src = std::string(value);
    if (equals_ignoring_case(name, "alt")) tag.alt = std::string(value);
  }
  if (i >= text.size() || text[i] != '>') return std::nullopt;
  tag.end = i + 1;
  return tag;
}

bool is_block_tag(std::string_view name) { return std::binary_search(kBlockTags.begin(), kBlockTags.end(), name); }

std::optional<CharacterReference> read_character_reference(std::string_view text, std::size_t at) {
  const std::string_view head = text.substr(at, 12);
  const std::size_t semicolon = head.find(';');
  if (semicolon == std::string_view::npos || semicolon < 2) return std::nullopt;
  const std::string_view name = head.substr(1, semicolon - 1);
  if (name[0] == '#') {
    const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const std::string_view digits = name.substr(hex ? 2 : 1);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return CharacterReference{encode_utf8(code), semicolon + 1};
  }
  for (const auto& [entity, code] : kEntities)
    if (entity == name) return CharacterReference{encode_utf8(code), semicolon + 1};
  return std::nullopt;
}

}  // namespace aboveboard::format
