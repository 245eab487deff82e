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
  const LineIndex& lines = view.line_index();
  const std::uint64_t last = lines.line_of(view.tokens[end - 1].end - 1);
  for (std::uint64_t line = lines.line_of(view.tokens[begin].begin); line <= last && residue.size() < kMaxResidueLines; ++line) {
    const std::size_t start = lines.start_of(line), stop = line < lines.line_count() ? lines.start_of(line + 1) : view.text.size();
    const std::string_view content = trim(view.text.substr(start, stop - start));
    const bool repeated = !residue.empty() && residue.back().added && residue.back().line == line;
    if (content.empty() || repeated) continue;
    residue.push_back({true, line, sanitize_utf8(clip_utf8(content, static_cast<std::size_t>(limits::kQuoteBytes)))});
  }
}

}  // namespace aboveboard::license
