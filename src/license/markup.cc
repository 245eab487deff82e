#include "license/markup.h"

#include <algorithm>
#include <array>
#include <string>

namespace aboveboard::license {
namespace {

constexpr std::size_t kPlaceholderBytes = 80;  // the longest blank, "<name of copyright holder>"
constexpr std::size_t kMarkupBytes = 240;      // the longest HTML tag or link target that is passed over

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool starts_with_ignoring_case(std::string_view text, std::size_t at, std::string_view lower_case) {
  if (text.size() - at < lower_case.size()) return false;
  for (std::size_t i = 0; i < lower_case.size(); ++i) {
    if (lower(text[at + i]) != lower_case[i]) return false;
  }
  return true;
}

}  // namespace

bool starts_address(std::string_view text, std::size_t at) {
  return starts_with_ignoring_case(text, at, "http://") || starts_with_ignoring_case(text, at, "https://") ||
         starts_with_ignoring_case(text, at, "www.");
}

std::size_t address_end(std::string_view text, std::size_t at) {
  constexpr std::string_view kStops = " \t\r\n)>]\"'<`|,";
  const std::size_t end = text.find_first_of(kStops, at);
  return end == std::string_view::npos ? text.size() : end;
}

std::size_t markup_end(std::string_view text, std::size_t at) {
  if (text[at] == '&') {
    for (const std::string_view entity : {"&quot;", "&amp;", "&lt;", "&gt;", "&nbsp;", "&apos;", "&#39;", "&#34;", "&copy;"}) {
      if (starts_with_ignoring_case(text, at, entity)) return at + entity.size();
    }
    return at;
  }
  if (starts_with_ignoring_case(text, at, "<!--")) return at + 4;
  const std::string_view near = text.substr(at, kMarkupBytes);
  const std::size_t close = near.find('>');
  if (close == std::string_view::npos) return at;
  std::size_t name = 1;
  if (name < near.size() && near[name] == '/') ++name;
  std::string word;
  while (name < close && is_word(near[name])) word.push_back(lower(near[name++]));
  constexpr std::array<std::string_view, 38> kTags = {
      "a",  "b",  "i",  "p",  "u",    "br",   "em",   "h1",   "h2",  "h3",     "h4",     "h5",    "hr",
      "li", "ol", "td", "th", "tr",   "tt",   "ul",   "div",  "img", "pre",    "sup",    "sub",   "body",
      "code", "font", "head", "html", "span", "table", "tbody", "thead", "center", "strong", "details", "summary"};
  if (std::find(kTags.begin(), kTags.end(), word) == kTags.end()) return at;
  const char next = near[name];
  return next == '>' || next == ' ' || next == '/' || next == '\n' ? at + close + 1 : at;
}

std::size_t link_target_end(std::string_view text, std::size_t at) {
  if (!text.substr(at).starts_with("](")) return at;
  const std::string_view near = text.substr(at + 2, kMarkupBytes);
  const std::size_t close = near.find_first_of(") \n");
  const bool address = near.starts_with("http") || near.starts_with('#') || near.starts_with('/') || near.starts_with('.');
  return close != std::string_view::npos && near[close] == ')' && address ? at + 2 + close + 1 : at;
}

std::size_t placeholder_end(std::string_view text, std::size_t at) {
  const char closer = text[at] == '<' ? '>' : text[at] == '[' ? ']' : '}';
  const std::string_view near = text.substr(at + 1, kPlaceholderBytes);
  const std::size_t close = near.find_first_of("<>[]{}\n");
  const bool blank = close != std::string_view::npos && near[close] == closer && !near.substr(close + 1).starts_with('(');
  return blank ? at + 1 + close : at;
}

}  // namespace aboveboard::license
