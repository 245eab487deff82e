#include "framework/conclusions.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "framework/classes.h"
#include "framework/descent.h"
#include "framework/ladder.h"
#include "framework/scale.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

// What is asked of bases alone says nothing of a release that has none.
bool is_asked(const Requirement& requirement, const Facts& facts) { return requirement.when.predicate != Predicate::Bases || has_bases(facts); }

RequirementResult result_of(const Requirement& requirement, const Facts& facts) {
  Outcome outcome = evaluate(requirement.when, facts, Reading::Proven);
  RequirementResult result;
  result.id = requirement.text.id;
  result.title = requirement.text.title;
  result.result = outcome.truth;
  result.missing = std::move(outcome.missing);
  result.evidence = std::move(outcome.evidence);
  result.decides = requirement.decides;
  return result;
}

FrameworkResult begin(const Framework& framework, const std::string& mode, std::string kind, const Facts& facts) {
  FrameworkResult result;
  result.id = framework.text.id;
  result.name = framework.text.title;
  result.mode = mode;
  result.kind = std::move(kind);
  for (const Requirement& requirement : framework.requirements) {
    if (is_of_mode(requirement, mode) && is_asked(requirement, facts)) result.requirements.push_back(result_of(requirement, facts));
  }
  return result;
}

std::uint64_t deciding(const FrameworkResult& result) {
  return static_cast<std::uint64_t>(std::count_if(result.requirements.begin(), result.requirements.end(), [](const RequirementResult& one) { return one.decides; }));
}

std::string verdict_sentence(const Framework& framework, Truth truth, Truth applies) {
  const char* id = applies == Truth::Unmet    ? "framework.out-of-scope"
                   : applies == Truth::Met    ? (truth == Truth::Met ? "framework.consistent" : truth == Truth::Unmet ? "framework.not-consistent" : "framework.undetermined")
                   : truth == Truth::Unmet    ? "framework.not-consistent.scope-unsettled"
                                              : "framework.scope-unsettled";
  return sentence(id, {{"framework", framework.text.title}});
}

}  // namespace

FrameworkResult ladder_result(const Framework& framework, const Facts& facts) {
  FrameworkResult result = begin(framework, "", "ladder", facts);
  const Readings readings = climb(framework, facts);
  result.result = readings.apparent ? std::string(to_string(*readings.apparent)) : "undetermined";
  result.result_min = readings.at_least ? std::string(to_string(*readings.at_least)) : "";
  result.result_max = to_string(readings.at_most);
  return result;
}

FrameworkResult verdict_result(const Framework& framework, const std::string& mode, const Facts& facts) {
  FrameworkResult result = begin(framework, mode, "verdict", facts);
  Truth all = Truth::Met;
  for (const RequirementResult& one : result.requirements) {
    if (one.decides) all = all && one.result;
  }
  // Where it is not settled whether the framework applies, nothing is met; what is unmet stays so, since it is unmet wherever the framework does apply.
  const Truth applies = framework.applies ? evaluate(*framework.applies, facts, Reading::Proven).truth : Truth::Met;
  if (applies == Truth::Unknown) all = all && Truth::Unknown;
  result.result = applies == Truth::Unmet ? framework.out_of_scope : all == Truth::Met ? framework.met : all == Truth::Unmet ? framework.unmet : framework.unknown;
  result.sentence = verdict_sentence(framework, all, applies);
  return result;
}

FrameworkResult classes_result(const Framework& framework, const std::string& mode, const Facts& facts) {
  FrameworkResult result = begin(framework, mode, "classes", facts);
  const ClassReadings readings = classify(framework, mode, facts);
  const OpennessClass& apparent = class_at(framework, readings.apparent);
  result.result = apparent.id;
  result.result_min = class_at(framework, readings.at_least).id;
  result.result_max = class_at(framework, readings.at_most).id;
  const bool one = readings.at_least == readings.at_most;
  result.sentence = sentence(one ? "classes.one" : "classes.between", {{"class", apparent.id}, {"name", apparent.name}, {"min", result.result_min}, {"max", result.result_max}});
  return result;
}

FrameworkResult scale_result(const Framework& framework, const Facts& facts) {
  FrameworkResult result = begin(framework, "", "scale", facts);
  double apparent = 0, least = 0, most = 0;
  std::uint64_t met = 0, partial = 0, unmet = 0;
  for (RequirementResult& one : result.requirements) {
    const GradeReadings readings = grade(*find_requirement(framework, one.id), facts);
    one.grade = word_of(framework, readings.apparent);
    one.grade_min = word_of(framework, readings.at_least);
    one.grade_max = word_of(framework, readings.at_most);
    if (!one.decides) continue;
    apparent += points(readings.apparent);
    least += points(readings.at_least);
    most += points(readings.at_most);
    ++(readings.apparent == Grade::Met ? met : readings.apparent == Grade::Partial ? partial : unmet);
  }
  const std::uint64_t all = deciding(result);
  const auto mean = [all](double sum) { return all == 0 ? 0 : sum / static_cast<double>(all); };
  result.score = mean(apparent);
  result.score_min = mean(least);
  result.score_max = mean(most);
  result.result = fmt::format("{:.2f}", *result.score);
  result.result_min = fmt::format("{:.2f}", *result.score_min);
  result.result_max = fmt::format("{:.2f}", *result.score_max);
  result.sentence = sentence("scale.result", {{"met", std::to_string(met)}, {"partial", std::to_string(partial)}, {"unmet", std::to_string(unmet)}, {"all", std::to_string(all)},
                                              {"met_word", framework.met}, {"partial_word", framework.partial}, {"unmet_word", framework.unmet}});
  return result;
}

FrameworkResult checklist_result(const Framework& framework, const Facts& facts) {
  FrameworkResult result = begin(framework, "", "checklist", facts);
  std::uint64_t count = 0;
  for (RequirementResult& one : result.requirements) {
    one.grade = one.result == Truth::Met ? framework.met : one.result == Truth::Unmet ? framework.unmet : framework.unknown;
    if (one.decides && one.result == Truth::Met) ++count;
  }
  result.result = sentence("checklist.result", {{"count", std::to_string(count)}, {"all", std::to_string(deciding(result))}, {"word", framework.met}});
  result.sentence = sentence("checklist.sentence", {{"framework", framework.text.title}, {"result", result.result}});
  return result;
}

}  // namespace aboveboard
