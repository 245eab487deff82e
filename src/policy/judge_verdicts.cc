// Label, frameworks, components and uses: verdicts that are in the report.
#include <algorithm>

#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard::policy {
namespace {

constexpr std::size_t kSettling = 3;  // of what would settle something, the cheapest first

std::string join_first(std::vector<std::string> items) {
  std::vector<std::string> kept;
  for (std::string& item : items) {
    if (kept.size() < kSettling && std::find(kept.begin(), kept.end(), item) == kept.end()) kept.push_back(plain_text(item));
  }
  return join_and(kept);
}

const FrameworkWords* words_of(const Judging& judging, const std::string& id) {
  for (const FrameworkWords& words : judging.options.words.frameworks) {
    if (words.id == id) return &words;
  }
  return nullptr;
}

std::ptrdiff_t rung_of(const FrameworkWords& words, const std::string& word) {
  const auto found = std::find(words.ladder.begin(), words.ladder.end(), word);
  return found == words.ladder.end() ? -1 : found - words.ladder.begin();
}

// What requirements that are not met lack, and where it shows.
struct Gaps {
  std::vector<std::string> missing;
  EvidenceList evidence;
};

Gaps gaps_of(const FrameworkResult& result) {
  Gaps gaps;
  for (const Truth truth : {Truth::Unmet, Truth::Unknown}) {
    for (const RequirementResult& requirement : result.requirements) {
      if (!requirement.decides || requirement.result != truth) continue;
      gaps.missing.push_back(requirement.missing.empty() ? requirement.title : requirement.missing.front());
      if (gaps.evidence.size() < kSettling) {
        const EvidenceList some = first_of(requirement.evidence, 1);
        gaps.evidence.insert(gaps.evidence.end(), some.begin(), some.end());
      }
    }
  }
  return gaps;
}

void miss_framework(Judging& judging, const FrameworkRule& rule, const FrameworkResult& result, const std::string& wanted, const std::string& found, bool proven) {
  const Gaps gaps = gaps_of(result);
  const std::string name = (result.name.empty() ? rule.id : result.name) + (rule.mode.empty() ? "" : " (" + rule.mode + ")");
  const std::string subject = rule.id + " " + rule.mode + " " + wanted;
  const std::string missing = join_first(gaps.missing);
  if (proven) judging.violate("policy/framework", rule.line, subject, judging.say(missing.empty() ? "policy.framework.below" : "policy.framework.below.missing", {{"framework", name}, {"found", found}, {"wanted", wanted}, {"missing", missing}}), gaps.evidence);
  else judging.cannot_tell("policy/framework", rule.line, subject, judging.say(missing.empty() ? "policy.framework.untold.bare" : "policy.framework.untold", {{"framework", name}, {"wanted", wanted}, {"missing", missing}}), gaps.evidence);
}

void judge_ladder(Judging& judging, const FrameworkRule& rule, const FrameworkWords& words, const FrameworkResult& result) {
  const std::ptrdiff_t wanted = rung_of(words, rule.at_least);
  const std::string& reading = rule.reading == PolicyReading::Apparent ? result.result : result.result_min;
  const std::ptrdiff_t found = rung_of(words, reading), most = rung_of(words, result.result_max);
  if (found >= wanted) return;
  const bool apparently = rule.reading == PolicyReading::Apparent && found >= 0;
  const bool proven = apparently || (!result.result_max.empty() && most < wanted);
  miss_framework(judging, rule, result, rule.at_least, apparently ? reading : result.result_max, proven);
}

void judge_score(Judging& judging, const FrameworkRule& rule, const FrameworkResult& result) {
  const auto& reading = rule.reading == PolicyReading::Apparent ? result.score : result.score_min;
  if (reading && *reading >= *rule.score) return;
  const auto shown = [](double score) {
    const auto hundredths = static_cast<int>(std::max(0.0, std::min(score, 1.0)) * 100 + 0.5);
    return std::to_string(hundredths / 100) + "." + std::to_string(hundredths % 100 / 10) + std::to_string(hundredths % 10);
  };
  const bool apparently = rule.reading == PolicyReading::Apparent && reading;
  const bool proven = apparently || (result.score_max && *result.score_max < *rule.score);
  miss_framework(judging, rule, result, shown(*rule.score), apparently ? shown(*reading) : result.score_max ? shown(*result.score_max) : "", proven);
}

void judge_framework(Judging& judging, const FrameworkRule& rule) {
  const auto& all = judging.report.frameworks;
  const auto result = std::find_if(all.begin(), all.end(), [&](const FrameworkResult& one) { return one.id == rule.id && one.mode == rule.mode; });
  const FrameworkWords* words = words_of(judging, rule.id);
  if (result == all.end() || words == nullptr) {
    judging.cannot_tell("policy/framework", rule.line, rule.id + " " + rule.mode, judging.say("policy.framework.none", {{"framework", rule.id}}));
  } else if (rule.score) {
    judge_score(judging, rule, *result);
  } else if (!rule.at_least.empty()) {
    judge_ladder(judging, rule, *words, *result);
  } else if (result->result != rule.result) {
    const bool unproven = std::none_of(result->requirements.begin(), result->requirements.end(), [](const RequirementResult& one) { return one.decides && one.result == Truth::Unmet; });
    miss_framework(judging, rule, *result, rule.result, result->result, !unproven);
  }
}

}  // namespace

void judge_label(Judging& judging) {
  if (!judging.policy.label) return;
  const LabelRule& rule = *judging.policy.label;
  const LabelVerdict& label = judging.report.label;
  const auto& found = rule.reading == PolicyReading::Apparent ? label.apparent : label.at_least;
  if (found && *found >= rule.at_least) return;
  std::vector<std::string> missing;
  EvidenceList evidence;
  for (const Blocking& blocking : label.blocking) {
    missing.push_back(blocking.missing);
    const EvidenceList some = first_of(blocking.evidence);
    if (evidence.size() < kSettling) evidence.insert(evidence.end(), some.begin(), some.end());
  }
  const std::string wanted(display_name(rule.at_least)), subject = "at least " + std::string(to_string(rule.at_least));
  const std::string settling = join_first(missing);
  if (label.at_most < rule.at_least)
    judging.violate("policy/label", rule.line, subject, judging.say("policy.label.at-most", {{"found", std::string(display_name(label.at_most))}, {"wanted", wanted}, {"missing", settling}}), evidence);
  else if (rule.reading == PolicyReading::Apparent && found)
    judging.violate("policy/label", rule.line, subject, judging.say("policy.label.apparent", {{"found", std::string(display_name(*found))}, {"wanted", wanted}, {"missing", settling}}), evidence);
  else
    judging.cannot_tell("policy/label", rule.line, subject, judging.say(settling.empty() ? "policy.label.untold.bare" : "policy.label.untold", {{"wanted", wanted}, {"missing", settling}}), evidence);
}

void judge_frameworks(Judging& judging) {
  for (const FrameworkRule& rule : judging.policy.frameworks) judge_framework(judging, rule);
}

void judge_components(Judging& judging) {
  for (const ComponentRule& rule : judging.policy.components) {
    const Component& found = component(judging.report.facts, rule.id);
    if (found.presence >= rule.presence) continue;
    const std::string name(display_name(rule.id)), subject(to_string(rule.id));
    const char* id = nullptr;
    bool proven = true;
    switch (found.presence) {
      case Presence::DeclaredAbsent: id = "policy.component.withheld"; break;
      case Presence::NotFound: proven = judging.report.facts.release.complete, id = proven ? "policy.component.absent" : "policy.component.not-found"; break;
      case Presence::NotLooked: proven = false, id = "policy.component.not-looked"; break;
      case Presence::Referenced: proven = false, id = "policy.component.referenced"; break;
      default: id = "policy.component.partial"; break;
    }
    const std::string message = judging.say(id, {{"component", name}});
    proven ? judging.violate("policy/component", rule.line, subject, message, first_of(found.evidence)) : judging.cannot_tell("policy/component", rule.line, subject, message, first_of(found.evidence));
  }
}

void judge_uses(Judging& judging) {
  for (const UseRule& rule : judging.policy.uses) {
    const auto& all = judging.report.uses;
    const auto use = std::find_if(all.begin(), all.end(), [&](const Use& one) { return one.id == rule.id; });
    if (use == all.end() || use->answer == UseAnswer::Unknown) {
      const std::string why = use == all.end() || use->conditions.empty() ? "" : plain_text(use->conditions.front());
      judging.cannot_tell("policy/use", rule.line, rule.id, judging.say(why.empty() ? "policy.use.untold.bare" : "policy.use.untold", {{"use", rule.id}, {"why", why}}), use == all.end() ? EvidenceList{} : first_of(use->evidence));
      continue;
    }
    if (std::find(rule.answers.begin(), rule.answers.end(), use->answer) != rule.answers.end()) continue;
    std::vector<std::string> wanted;
    for (const UseAnswer answer : rule.answers) wanted.emplace_back(to_string(answer));
    const std::string why = join_first(use->conditions);
    judging.violate("policy/use", rule.line, rule.id + " " + std::string(to_string(use->answer)),
                    judging.say(why.empty() ? "policy.use.answer.bare" : "policy.use.answer", {{"use", rule.id}, {"found", std::string(to_string(use->answer))}, {"wanted", join_and(wanted)}, {"why", why}}), first_of(use->evidence));
  }
}

}  // namespace aboveboard::policy
