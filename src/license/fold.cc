#include "license/fold.h"

#include <algorithm>
#include <utility>

namespace aboveboard::license {
namespace {

constexpr auto kSigns = std::to_array<std::pair<std::string_view, char>>({
    {"\xe2\x80\x98", '\''}, {"\xe2\x80\x99", '\''}, {"\xe2\x80\x9c", '"'}, {"\xe2\x80\x9d", '"'}, {"\xe2\x80\x9e", '"'}, {"\xe2\x80\x90", '-'},
    {"\xe2\x80\x91", '-'},  {"\xe2\x80\x92", '-'},  {"\xe2\x80\x93", '-'}, {"\xe2\x80\x94", '-'}, {"\xc2\xa0", ' '},     {"\xe3\x80\x80", ' '},
    {"\xe3\x80\x8c", '"'},  {"\xe3\x80\x8d", '"'},  {"\xe3\x80\x8e", '"'}, {"\xe3\x80\x8f", '"'}, {"\xe2\x80\xaf", ' '}, {"\xe2\x80\x89", ' '},
    {"\xc2\xab", '"'},      {"\xc2\xbb", '"'},
});

}  // namespace

Folded fold_sign(std::string_view text) {
  for (const auto& [sign, plain] : kSigns) {
    if (text.starts_with(sign)) return {plain, sign.size()};
  }
  // U+FF01 to U+FF5E are the full-width forms of "!" to "~".
  if (text.size() >= 3 && text[0] == '\xef') {
    const auto second = static_cast<unsigned char>(text[1]), third = static_cast<unsigned char>(text[2]);
    if (second == 0xbc && third >= 0x81 && third <= 0xbf) return {static_cast<char>(third - 0x60), 3};
    if (second == 0xbd && third >= 0x80 && third <= 0x9e) return {static_cast<char>(third - 0x20), 3};
  }
  return {};
}

std::size_t tag_size(std::string_view text) {
  const std::size_t end = text.find('>');
  if (end == std::string_view::npos || text.size() < 3) return 0;
  const char first = static_cast<char>(text[1] == '/' ? text[2] | 0x20 : text[1] | 0x20);
  return first >= 'a' && first <= 'z' ? end + 1 : 0;
}

bool is_rule(std::string_view line) {
  return line.size() >= 3 && line.find_first_not_of("-=_*~+#/ \t") == std::string_view::npos;
}

std::string_view comment_leader(std::string_view text) {
  static constexpr auto kLeaders = std::to_array<std::string_view>({"#", "*", "//", "--", ";", "%"});
  constexpr std::size_t kLines = 400, kCommentStart = 200;
  std::array<std::size_t, kLeaders.size()> seen = {};
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < kLines;) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t first = text.find_first_not_of(" \t\r", at);
    if (first < end) {
      ++lines;
      for (std::size_t i = 0; i < kLeaders.size(); ++i) seen[i] += text.substr(first, kLeaders[i].size()) == kLeaders[i];
    }
    at = end + 1;
  }
  for (std::size_t i = 0; i < kLeaders.size(); ++i) {
    // A list of bullets is no comment.
    if (kLeaders[i] == "*" && text.substr(0, kCommentStart).find("/*") == std::string_view::npos) continue;
    if (lines >= 5 && seen[i] * 10 >= lines * 8) return kLeaders[i];
  }
  return "";
}

}  // namespace aboveboard::license
