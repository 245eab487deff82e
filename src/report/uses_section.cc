// Uses in full: those with the same answer together, and every condition once.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

struct Group {
  const Use* first;
  std::vector<std::string> names;
};

bool same_answer(const Use& a, const Use& b) { return a.answer == b.answer && a.conditions == b.conditions; }

// Uses with the same answer for the same reasons, in the order of the first of each.
std::vector<Group> groups_of(const std::vector<Use>& uses) {
  std::vector<Group> groups;
  for (const Use& use : uses) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return same_answer(*group.first, use); });
    if (same == groups.end()) groups.push_back({&use, {use_name(use)}});
    else same->names.push_back(use_name(use));
  }
  return groups;
}

bool is_shared(const std::vector<Group>& groups, const std::string& text) {
  return std::count_if(groups.begin(), groups.end(), [&](const Group& group) { return std::find(group.first->conditions.begin(), group.first->conditions.end(), text) != group.first->conditions.end(); }) > 1;
}

// What several groups share is numbered, and so are all conditions of a list of them; a reason that one group has alone stands with it.
bool is_numbered(const std::vector<Group>& groups, const Group& group, const std::string& text) {
  return group.first->conditions.size() > 2 || is_shared(groups, text);
}

std::vector<std::string> numbered(const std::vector<Group>& groups) {
  std::vector<std::string> all;
  for (const Group& group : groups) {
    for (const std::string& text : group.first->conditions) {
      if (is_numbered(groups, group, text) && std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
    }
  }
  return all;
}

// "1-3, 5"
std::string ranges(std::vector<std::size_t> numbers) {
  std::sort(numbers.begin(), numbers.end());
  std::string out;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    out += (out.empty() ? "" : ", ") + std::to_string(numbers[i]);
    if (last > i) out += (last > i + 1 ? "-" : ", ") + std::to_string(numbers[last]);
    i = last + 1;
  }
  return out;
}

std::string_view answer_words(UseAnswer answer) {
  switch (answer) {
    case UseAnswer::Conditions: return "with conditions";
    case UseAnswer::LicenseNeeded: return "license needed";
    default: return to_string(answer);
  }
}

void write_group(Page& page, const std::vector<Group>& groups, const Group& group, const std::vector<std::string>& conditions) {
  constexpr int kAnswerColumns = 15;  // "with conditions"
  std::vector<std::size_t> numbers;
  std::string reasons;
  for (const std::string& text : group.first->conditions) {
    const auto at = std::find(conditions.begin(), conditions.end(), text);
    if (is_numbered(groups, group, text) && at != conditions.end()) numbers.push_back(static_cast<std::size_t>(at - conditions.begin()) + 1);
    else reasons += (reasons.empty() ? "" : "; ") + text;
  }
  Spans spans{plain(join_and(group.names))};
  if (!reasons.empty()) spans.push_back(dim(": " + reasons));
  if (!numbers.empty()) spans.push_back(dim((reasons.empty() ? ": " : "; ") + ranges(std::move(numbers))));
  page.row(2, {{{styled(answer_words(group.first->answer), style_of(group.first->answer))}, kAnswerColumns}, {spans, 0}});
}

std::string asked_text(const Asked& asked) {
  std::string text;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : ", ") + more; };
  if (asked.users) add(group_digits(*asked.users) + " users a month");
  if (asked.revenue) add(group_digits(*asked.revenue) + " US dollars a year");
  if (!asked.region.empty()) add("in " + asked.region);
  return text;
}

}  // namespace

void write_uses(Page& page, const Report& report) {
  if (report.uses.empty()) return;
  page.section("Uses");
  if (const std::string asked = asked_text(report.facts.asked); !asked.empty()) page.text(2, {plain("for " + asked)});
  const std::vector<Group> groups = groups_of(report.uses);
  const std::vector<std::string> conditions = numbered(groups);
  for (const UseAnswer answer : {UseAnswer::No, UseAnswer::LicenseNeeded, UseAnswer::Unknown, UseAnswer::Conditions, UseAnswer::Yes}) {
    for (const Group& group : groups) {
      if (group.first->answer == answer) write_group(page, groups, group, conditions);
    }
  }
  if (conditions.empty()) return;
  page.text(2, {plain("where")});
  for (std::size_t i = 0; i < conditions.size() && i < kListed; ++i) page.row(4, {{{dim(fmt::format("{:>2}", i + 1))}, 2}, {{plain(conditions[i])}, 0}});
  write_rest(page, 4, conditions.size(), "conditions");
}

}  // namespace aboveboard::terminal
