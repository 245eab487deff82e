#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "report/compare_writers.h"
#include "report/display.h"
#include "report/page.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using terminal::Column;
using terminal::Page;
using terminal::plain;
using terminal::Span;
using terminal::Spans;
using terminal::strong;
using terminal::Style;

constexpr int kIndent = 2, kGap = 2;
constexpr int kLeastColumn = 14;   // of a release
constexpr int kMostColumn = 38;
constexpr int kMark = 1;           // '*' before a row that differs, where all are shown

Style style_of(Standing standing) {
  switch (standing) {
    case Standing::Good: return Style::Good;
    case Standing::Fair: return Style::Warn;
    case Standing::Bad: return Style::Bad;
    case Standing::Plain: break;
  }
  return Style::Plain;
}

Spans value_spans(const ComparedValue& value) {
  return {terminal::styled((value.sign.empty() ? "" : value.sign + " ") + value.text, style_of(value.standing))};
}

// How the columns share the width.
struct Layout {
  int title = 0;    // columns of the title
  int release = 0;  // of each release; 0 where they do not fit side by side
};

Layout lay_out(int width, std::size_t releases) {
  const int title = width >= 110 ? 26 : 20;
  const int count = static_cast<int>(releases);
  const int each = (width - kMark - kGap - title) / std::max(count, 1) - kGap;
  return {title, each < kLeastColumn ? 0 : std::min(each, kMostColumn)};
}

Column mark_of(const ComparisonRow& row, bool all) { return {{terminal::strong(all && row.differs ? "*" : "")}, kMark}; }

void write_side_by_side(Page& page, const Comparison& comparison, const ComparisonRow& row, const Layout& layout, bool all) {
  std::vector<Column> columns{mark_of(row, all), {{plain(row.title)}, layout.title}};
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    const bool failed = !comparison.releases[i].failure.empty();
    columns.push_back({failed ? Spans{terminal::dim("not audited")} : value_spans(row.values[i]), layout.release});
  }
  page.row(0, columns);
}

// Each value once, with the releases that have it.
void write_stacked(Page& page, const Comparison& comparison, const ComparisonRow& row, bool all) {
  page.row(0, {mark_of(row, all), {{plain(row.title)}, 0}});
  std::set<std::string> told;
  for (std::size_t i = 0; i < row.values.size(); ++i) {
    if (!comparison.releases[i].failure.empty() || !told.insert(row.values[i].text).second) continue;
    std::vector<std::string> who;
    for (std::size_t j = i; j < row.values.size(); ++j) {
      if (comparison.releases[j].failure.empty() && row.values[j].text == row.values[i].text) who.push_back(comparison.releases[j].heading);
    }
    Spans names;
    for (const std::string& name : who) {
      if (!names.empty()) names.push_back(plain(", "));
      names.push_back({name, Style::Strong, true});
    }
    page.row(kIndent + 4, {{value_spans(row.values[i]), page.width() >= 70 ? 30 : 18}, {names, 0}});
  }
}

void write_headings(Page& page, const Comparison& comparison, const Layout& layout) {
  std::vector<Column> columns{{{plain("")}, kMark}, {{plain("")}, layout.title}};
  for (const ComparedRelease& release : comparison.releases) {
    columns.push_back({{strong(terminal::elide_middle(terminal::neutralize(release.heading), static_cast<std::size_t>(2 * layout.release)))}, layout.release});
  }
  page.row(0, columns);
}

std::size_t count_failed(const Comparison& comparison) {
  return static_cast<std::size_t>(std::count_if(comparison.releases.begin(), comparison.releases.end(), [](const ComparedRelease& r) { return !r.failure.empty(); }));
}

// What was compared: each release with where it came from, and why one could not be audited.
void write_releases(Page& page, const Comparison& comparison) {
  page.section("Compared");
  for (const ComparedRelease& release : comparison.releases) {
    Spans spans{strong(release.heading)};
    if (release.location != release.heading) spans.insert(spans.end(), {plain(": "), terminal::place(release.location)});
    if (!release.revision.empty()) spans.push_back(plain(", revision " + release.revision));
    if (release.complete) spans.push_back(plain(", declared to be the whole release"));
    if (!release.failure.empty()) spans.push_back(terminal::styled("; not audited: " + release.failure, Style::Bad));
    page.text(kIndent, spans, 2);
  }
}

void write_legend(Page& page, const Comparison& comparison, bool all, std::size_t shown) {
  const auto same = std::count_if(comparison.rows.begin(), comparison.rows.end(), [](const ComparisonRow& row) { return !row.differs; });
  page.blank();
  std::string text = "+ present  ~ partial  > referenced only  - not found  x declared absent  ? not looked for, or cannot be told  ! restricts";
  if (all) text = "* differs  " + text;
  if (shown > 0) page.text(0, {terminal::dim(text)});
  if (!all && same > 0 && shown > 0) page.text(0, {terminal::dim(terminal::count_of(static_cast<std::uint64_t>(same), "row is", "rows are") + " the same for all; --all shows them")});
}

}  // namespace

std::string write_terminal_comparison(const Comparison& comparison, const TerminalOptions& options, bool all) {
  Page page(options.width, options.color);
  const Layout layout = lay_out(page.width(), comparison.releases.size());
  const bool side_by_side = layout.release != 0;
  if (side_by_side) write_headings(page, comparison, layout);
  std::string group;
  std::size_t shown = 0;
  for (const ComparisonRow& row : comparison.rows) {
    if (!all && !row.differs) continue;
    if (row.group != group) page.section(group_title(row.group));
    group = row.group;
    ++shown;
    side_by_side ? write_side_by_side(page, comparison, row, layout, all) : write_stacked(page, comparison, row, all);
  }
  const std::size_t audited = comparison.releases.size() - count_failed(comparison);
  if (shown == 0) page.text(0, {plain(audited < 2 ? "fewer than two releases could be audited: nothing to compare" : "no difference in any row; --all shows them")});
  write_releases(page, comparison);
  write_legend(page, comparison, all, shown);
  return page.take();
}

}  // namespace aboveboard
