// What can be done with the release, and what would move it up.
#include <algorithm>
#include <string>
#include <string_view>

#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

std::string_view effort_name(Effort effort) {
  switch (effort) {
    case Effort::Say: return "say";
    case Effort::Document: return "document";
    case Effort::License: return "license";
    case Effort::Publish: return "publish";
    case Effort::Make: return "make";
  }
  return "";
}

std::string goal_of(const Report& report) {
  const auto last = std::find_if(report.next_steps.rbegin(), report.next_steps.rend(), [](const Step& step) { return !step.reaches.empty(); });
  const auto label = last == report.next_steps.rend() ? std::nullopt : label_from_string(last->reaches);
  if (!label) return "";
  const bool proof = report.label.apparent && *label <= *report.label.apparent;
  return (proof ? "to prove " : "to become ") + std::string(display_name(*label)) + ", the cheapest first:";
}

}  // namespace

void write_capabilities(Page& page, const Report& report) {
  if (report.capabilities.empty()) return;
  constexpr int kTitleColumns = 17;  // "Build a community"
  constexpr int kAnswerColumns = 7;
  page.section("What you can do");
  for (const Capability& capability : report.capabilities) {
    page.row(2, {{{plain(capability.title)}, kTitleColumns}, {{styled(to_string(capability.answer), style_of(capability.answer))}, kAnswerColumns}, {{plain(capability.sentence)}, 0}});
  }
}

void write_steps(Page& page, const Report& report) {
  if (report.next_steps.empty()) return;
  constexpr int kEffortColumns = 8;  // "document"
  page.section("One step up");
  if (const std::string goal = goal_of(report); !goal.empty()) page.text(2, {plain(goal)});
  for (std::size_t i = 0; i < report.next_steps.size() && i < kListed; ++i) {
    const Step& step = report.next_steps[i];
    Spans spans{plain(step.sentence)};
    for (Span& span : places_after(report.facts, step.evidence, 1, step.sentence)) spans.push_back(std::move(span));
    page.row(2, {{{dim(effort_name(step.effort))}, kEffortColumns}, {spans, 0}});
  }
  write_rest(page, 2, report.next_steps.size(), "steps");
}

}  // namespace aboveboard::terminal
