#include "framework/scale.h"

#include <algorithm>

namespace aboveboard {
namespace {

// The best grade whose condition comes out as at least `enough`.
Grade best_grade(Truth when, Truth partial, Truth enough) { return when >= enough ? Grade::Met : partial >= enough ? Grade::Partial : Grade::Unmet; }

}  // namespace

GradeReadings grade(const Requirement& requirement, const Facts& facts) {
  const auto truth = [&](const std::optional<Condition>& condition, Reading reading) { return condition ? evaluate(*condition, facts, reading).truth : Truth::Unmet; };
  const Truth when = evaluate(requirement.when, facts, Reading::Proven).truth;
  const Truth partial = truth(requirement.partial, Reading::Proven);
  GradeReadings readings;
  readings.at_least = best_grade(when, partial, Truth::Met);
  readings.at_most = best_grade(when, partial, Truth::Unknown);
  // What cannot be told by appearance either is not granted.
  const Grade apparent = best_grade(evaluate(requirement.when, facts, Reading::Apparent).truth, truth(requirement.partial, Reading::Apparent), Truth::Met);
  readings.apparent = std::clamp(apparent, readings.at_least, readings.at_most);
  return readings;
}

double points(Grade grade) { return grade == Grade::Met ? 1 : grade == Grade::Partial ? 0.5 : 0; }

const std::string& word_of(const Framework& framework, Grade grade) { return grade == Grade::Met ? framework.met : grade == Grade::Partial ? framework.partial : framework.unmet; }

}  // namespace aboveboard
