#include <algorithm>

#include "framework/descent.h"
#include "framework/framework.h"
#include "framework/ladder.h"
#include "framework/rulebook.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

RequirementResult result_of(const Requirement& requirement, const Facts& facts) {
  Outcome outcome = evaluate(requirement.when, facts, Reading::Proven);
  return {requirement.text.id, requirement.text.title, outcome.truth, std::move(outcome.missing), std::move(outcome.evidence)};
}

bool speaks_of_bases(const Condition& condition) {
  return condition.predicate == Predicate::Bases || std::any_of(condition.parts.begin(), condition.parts.end(), speaks_of_bases);
}

// What is asked of bases says nothing of a release that has none.
bool is_asked(const Requirement& requirement, const Facts& facts) { return has_bases(facts) || !speaks_of_bases(requirement.when); }

FrameworkResult ladder_result(const Framework& framework, const Facts& facts) {
  FrameworkResult result;
  result.id = framework.text.id;
  result.name = framework.text.title;
  for (const Requirement& requirement : framework.requirements) {
    if (is_asked(requirement, facts)) result.requirements.push_back(result_of(requirement, facts));
  }
  const Readings readings = climb(framework, facts);
  result.result = readings.apparent ? std::string(to_string(*readings.apparent)) : "undetermined";
  result.result_min = readings.at_least ? std::string(to_string(*readings.at_least)) : "";
  result.result_max = to_string(readings.at_most);
  return result;
}

FrameworkResult verdict_result(const Framework& framework, const std::string& mode, const Facts& facts) {
  FrameworkResult result;
  result.id = framework.text.id;
  result.name = framework.text.title;
  result.mode = mode;
  Truth all = Truth::Met;
  for (const Requirement& requirement : framework.requirements) {
    if (!is_asked(requirement, facts)) continue;
    if (!requirement.modes.empty() && std::find(requirement.modes.begin(), requirement.modes.end(), mode) == requirement.modes.end()) continue;
    result.requirements.push_back(result_of(requirement, facts));
    all = all && result.requirements.back().result;
  }
  result.result = all == Truth::Met ? framework.met : all == Truth::Unmet ? framework.unmet : framework.unknown;
  result.sentence = sentence(all == Truth::Met ? "framework.consistent" : all == Truth::Unmet ? "framework.not-consistent" : "framework.undetermined",
                             {{"framework", framework.text.title}});
  return result;
}

}  // namespace

std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts) {
  std::vector<FrameworkResult> results;
  for (const Framework& framework : rulebook()) {
    if (!framework.ladder.empty()) results.push_back(ladder_result(framework, facts));
    for (const std::string& mode : framework.modes) results.push_back(verdict_result(framework, mode, facts));
  }
  return results;
}

}  // namespace aboveboard
