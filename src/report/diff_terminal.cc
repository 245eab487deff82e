#include <algorithm>
#include <array>

#include "report/diff_writers.h"
#include "report/display.h"
#include "report/page.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using terminal::Page;
using terminal::plain;
using terminal::Span;
using terminal::Spans;
using terminal::Style;

constexpr std::size_t kShown = 40;         // changes of one group on the page; JSON has all of them
constexpr std::size_t kTextColumns = 240;  // of one side

constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kTitles = {{
    {"label", "Label"}, {"governing", "What governs"}, {"licenses", "License texts and tags"}, {"terms", "Terms"}, {"components", "Components"}, {"questions", "Questions"}, {"uses", "Uses"},
    {"capabilities", "What can be done"}, {"frameworks", "Requirements"}, {"data", "What is told of the training data"}, {"weights", "Weights"}, {"lineage", "Made from"}, {"claims", "Claims"},
}};

std::string_view title_of(std::string_view group) {
  const auto found = std::find_if(kTitles.begin(), kTitles.end(), [group](const auto& one) { return one.first == group; });
  return found == kTitles.end() ? "Findings" : found->second;
}

Style style_of(Direction direction) { return direction == Direction::MoreOpen ? Style::Good : direction == Direction::LessOpen ? Style::Bad : Style::Plain; }

Span mark_of(Direction direction) {
  return terminal::styled(direction == Direction::MoreOpen ? "more open" : direction == Direction::LessOpen ? "less open" : "", style_of(direction));
}

void append(Spans& spans, const ChangeSide& side) {
  spans.push_back(plain(terminal::elide_end(terminal::neutralize(side.text), kTextColumns)));
  if (side.place.empty()) return;
  spans.push_back(terminal::dim(" ("));
  spans.push_back(terminal::place(side.place));
  spans.push_back(terminal::dim(")"));
}

// "naming (model parameters): required (LICENSE:23) -> conditional (LICENSE:30)"; what came or went, with a word for it.
Spans change_spans(const Change& change) {
  Spans spans{terminal::strong(change.title), plain(": ")};
  if (change.before.text.empty()) {
    spans.push_back(plain("new: "));
    append(spans, change.after);
  } else if (change.after.text.empty()) {
    spans.push_back(plain("gone: "));
    append(spans, change.before);
  } else {
    append(spans, change.before);
    spans.push_back(plain(" -> "));
    append(spans, change.after);
  }
  return spans;
}

void write_changes(Page& page, const std::vector<Change>& changes) {
  constexpr int kMark = 9;  // "more open"
  std::string group, within;
  std::size_t shown = 0, left_out = 0;
  const auto finish = [&] {
    if (left_out > 0) page.text(2, {terminal::dim("... and " + terminal::count_of(left_out, "change", "changes") + " more; --format json lists all")});
    shown = left_out = 0;
  };
  for (const Change& change : changes) {
    if (change.group != group) {
      finish();
      page.section(title_of(change.group));
      group = change.group;
      within.clear();
    }
    if (++shown > kShown) {
      ++left_out;
      continue;
    }
    if (change.within != within) page.text(2, {plain(change.within)});
    within = change.within;
    page.row(2, {{{mark_of(change.direction)}, kMark}, {change_spans(change), 0}});
  }
  finish();
}

void write_side(Page& page, std::string_view title, const DiffInput& input) {
  const ReleaseInfo& release = input.report.facts.release;
  Spans spans{terminal::strong(release.name), plain(": "), terminal::place(input.location)};
  if (!release.sources.empty() && !release.sources.front().revision.empty()) spans.push_back(plain(", revision " + release.sources.front().revision));
  page.row(0, {{{plain(title)}, 4}, {spans, 0}});
}

}  // namespace

std::string write_terminal_difference(const DiffInput& before, const DiffInput& after, const Difference& difference, const TerminalOptions& options) {
  Page page(options.width, options.color);
  for (const std::string& note : difference.notes) page.text(0, {terminal::styled("note: ", Style::Warn), plain(note)}, 2);
  if (difference.changes.empty()) {
    page.text(0, {plain(difference.sentence)});
    return page.take();
  }
  if (!difference.notes.empty()) page.blank();
  page.text(0, {terminal::styled(difference.sentence, style_of(difference.direction))}, 2);
  page.blank();
  write_side(page, "old", before);
  write_side(page, "new", after);
  write_changes(page, difference.changes);
  return page.take();
}

}  // namespace aboveboard
