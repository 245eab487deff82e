#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "license/match.h"

namespace aboveboard::license {

namespace {
constexpr std::size_t kMaxResidueLines = 200;
}

void add_lines(const TextView& view, std::uint32_t begin, std::uint32_t end, std::vector<ResidueLine>& residue) {
  if (begin >= end || end > view.tokens.size()) return;
  std::size_t at = view.tokens[begin].begin;
  const std::size_t stop = view.tokens[end - 1].end;
  const std::size_t before = view.text.find_last_of("\n\r", at);
  at = before == std::string_view::npos ? 0 : before + 1;
  std::uint64_t line = view.line_at(at);
  while (at < stop && residue.size() < kMaxResidueLines) {
    const std::size_t found = view.text.find_first_of("\n\r", at);
    const std::size_t line_end = found == std::string_view::npos ? view.text.size() : found;
    const std::string_view content = trim(view.text.substr(at, line_end - at));
    const bool repeated = !residue.empty() && residue.back().added && residue.back().line == line;
    if (!content.empty() && !repeated) {
      residue.push_back({true, line, sanitize_utf8(clip_utf8(content, static_cast<std::size_t>(limits::kQuoteBytes)))});
    }
    const bool crlf = line_end + 1 < view.text.size() && view.text[line_end] == '\r' && view.text[line_end + 1] == '\n';
    at = line_end + (crlf ? 2 : 1);
    ++line;
  }
}

}  // namespace aboveboard::license
