// What rules say: questions, uses, capabilities, frameworks; claims and findings.
#include <algorithm>
#include <array>

#include "report/compare_values.h"
#include "report/difference_parts.h"
#include "report/words.h"

namespace aboveboard::diff {
namespace {

// Between "no" and what cannot be told nothing is gained; from either of them to an answer that is told, something is.
Direction direction_of(Answer before, Answer after) {
  constexpr std::array<int, 4> kRanks = {3, 0, 2, 1};  // yes, no, limits, unknown
  if (before == Answer::No && after == Answer::Unknown) return Direction::Neither;
  return by_rank(kRanks[static_cast<std::size_t>(before)], kRanks[static_cast<std::size_t>(after)]);
}

Direction direction_of(UseAnswer before, UseAnswer after) {
  constexpr std::array<int, 5> kRanks = {4, 3, 2, 0, 1};  // yes, conditions, license needed, no, unknown
  if (before == UseAnswer::No && after == UseAnswer::Unknown) return Direction::Neither;
  return by_rank(kRanks[static_cast<std::size_t>(before)], kRanks[static_cast<std::size_t>(after)]);
}

// Questions and capabilities.
template <typename Item, typename Title>
void compare_answers_of(Changes& changes, const std::vector<Item>& before, const std::vector<Item>& after, Title title) {
  match(before, after, [](const Item& item) { return item.id; }, [&](const Item* was, const Item* is) {
    if (was == nullptr || is == nullptr || was->answer == is->answer) return;
    const auto text = [](const Item& item) { return item.sentence.empty() ? std::string(to_string(item.answer)) : std::string(to_string(item.answer)) + ": " + item.sentence; };
    changes.add(was->id, title(*was), direction_of(was->answer, is->answer), changes.old_side(text(*was), was->evidence), changes.new_side(text(*is), is->evidence));
  });
}

// A condition without the places in it, which move when a text gains a line.
std::string without_places(const std::string& condition) {
  const std::size_t at = condition.ends_with(')') ? condition.rfind(" (") : std::string::npos;
  return condition.substr(0, at);
}

std::vector<std::string> sorted_conditions(const Use& use) {
  std::vector<std::string> out;
  for (const std::string& condition : use.conditions) out.push_back(without_places(condition));
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// One condition that came or went, of a use whose answer stayed.
void compare_conditions(Changes& changes, const Use& was, const Use& is) {
  const std::vector<std::string> before = sorted_conditions(was), after = sorted_conditions(is);
  const auto only_in = [](const std::vector<std::string>& these, const std::vector<std::string>& those) {
    std::string text;
    for (const std::string& condition : these) {
      if (!std::binary_search(those.begin(), those.end(), condition)) text += (text.empty() ? "" : "; ") + condition;
    }
    return text;
  };
  const std::string gone = only_in(before, after), added = only_in(after, before);
  const bool about_conditions = was.answer == UseAnswer::Conditions;  // otherwise they are reasons
  const Direction direction = !about_conditions || (gone.empty() == added.empty()) ? Direction::Neither : gone.empty() ? Direction::LessOpen : Direction::MoreOpen;
  changes.add(was.id, (about_conditions ? "conditions of " : "reasons for ") + terminal::use_name(was), direction, changes.old_side(gone, was.evidence), changes.new_side(added, is.evidence));
}

int grade_rank(const std::string& grade) { return grade == "closed" ? 0 : grade == "partial" ? 1 : grade == "open" ? 2 : -1; }

Direction requirement_direction(const RequirementResult& before, const RequirementResult& after) {
  if (!before.decides || !after.decides) return Direction::Neither;
  if (const Direction direction = by_rank(static_cast<int>(before.result), static_cast<int>(after.result)); direction != Direction::Neither) return direction;
  const int old_grade = grade_rank(before.grade), new_grade = grade_rank(after.grade);
  return old_grade < 0 || new_grade < 0 ? Direction::Neither : by_rank(old_grade, new_grade);
}

std::string requirement_text(const RequirementResult& requirement) {
  const std::string result(to_string(requirement.result));
  return requirement.grade.empty() ? result : result + ", " + requirement.grade;
}

void compare_framework(Changes& changes, const FrameworkResult& before, const FrameworkResult& after) {
  bool up = false, down = false;
  changes.within(framework_title(after));
  match(before.requirements, after.requirements, [](const RequirementResult& r) { return r.id; }, [&](const RequirementResult* was, const RequirementResult* is) {
    if (was == nullptr || is == nullptr) return;  // another version of the framework
    const Direction direction = requirement_direction(*was, *is);
    up = up || direction == Direction::MoreOpen;
    down = down || direction == Direction::LessOpen;
    changes.add_once(is->id, is->title.empty() ? is->id : is->title, direction, changes.old_side(requirement_text(*was), was->evidence),
                     changes.new_side(requirement_text(*is), is->evidence));
  });
  if (is_ladder_of_labels(before) || is_ladder_of_labels(after)) return;  // the label has told it
  const Direction direction = up == down ? Direction::Neither : up ? Direction::MoreOpen : Direction::LessOpen;
  const std::string id = after.mode.empty() ? after.id : after.id + "/" + after.mode;
  changes.add(id, "result", direction, {framework_text(before), "", {}}, {framework_text(after), "", {}});
}

}  // namespace

void compare_answers(Changes& changes) {
  const Report &before = changes.before(), &after = changes.after();
  changes.group("questions");
  compare_answers_of(changes, before.questions, after.questions, [](const Question& question) { return question.text; });
  changes.group("uses");
  match(before.uses, after.uses, [](const Use& use) { return use.id; }, [&](const Use* was, const Use* is) {
    if (was == nullptr || is == nullptr) return;
    if (was->answer == is->answer) return compare_conditions(changes, *was, *is);
    changes.add(was->id, terminal::use_name(*was), direction_of(was->answer, is->answer), changes.old_side(use_text(*was), was->evidence), changes.new_side(use_text(*is), is->evidence));
  });
  changes.group("capabilities");
  compare_answers_of(changes, before.capabilities, after.capabilities, [](const Capability& capability) { return capability.title; });
}

void compare_frameworks(Changes& changes) {
  changes.group("frameworks");
  match(changes.before().frameworks, changes.after().frameworks, [](const FrameworkResult& f) { return f.id + "\n" + f.mode; }, [&](const FrameworkResult* was, const FrameworkResult* is) {
    if (was != nullptr && is != nullptr) return compare_framework(changes, *was, *is);
    const FrameworkResult& one = was != nullptr ? *was : *is;  // evaluated in one of the reports alone
    ChangeSide side{framework_text(one), "", {}};
    changes.within(framework_title(one));
    changes.add(one.id, "result", Direction::Neither, was != nullptr ? side : ChangeSide{"not evaluated", "", {}}, is != nullptr ? side : ChangeSide{"not evaluated", "", {}});
  });
}

void compare_texts(Changes& changes) {
  changes.group("claims");
  match(changes.before().facts.claims, changes.after().facts.claims, [](const Claim& claim) { return claim.kind + "\n" + claim.words; }, [&](const Claim* was, const Claim* is) {
    const Claim& one = was != nullptr ? *was : *is;
    changes.add(one.kind, one.kind, Direction::Neither, was != nullptr ? changes.old_side(one.words, {one.evidence}) : ChangeSide{},
                is != nullptr ? changes.new_side(one.words, {one.evidence}) : ChangeSide{});
  });
  changes.group("findings");
  const auto key = [](const Finding& finding) { return finding.rule + "\n" + (finding.evidence.empty() ? "" : finding.evidence.front().path); };
  match(changes.before().findings, changes.after().findings, key, [&](const Finding* was, const Finding* is) {
    if (was != nullptr && is != nullptr) return;  // its message may have another number in it
    const Finding& one = was != nullptr ? *was : *is;
    changes.add(one.rule, one.rule, Direction::Neither, was != nullptr ? changes.old_side(one.message, one.evidence) : ChangeSide{},
                is != nullptr ? changes.new_side(one.message, one.evidence) : ChangeSide{});
  });
}

}  // namespace aboveboard::diff
