#include "framework/conclusions.h"
#include "framework/framework.h"
#include "framework/rulebook.h"

namespace aboveboard {
namespace {

FrameworkResult result_of(const Framework& framework, const std::string& mode, const Facts& facts) {
  switch (framework.conclusion) {
    case Conclusion::Ladder: return ladder_result(framework, facts);
    case Conclusion::Verdict: return verdict_result(framework, mode, facts);
    case Conclusion::Classes: return classes_result(framework, mode, facts);
    case Conclusion::Scale: return scale_result(framework, facts);
    case Conclusion::Checklist: return checklist_result(framework, facts);
  }
  return {};
}

}  // namespace

std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts, const std::vector<Framework>& frameworks) {
  std::vector<FrameworkResult> results;
  for (const Framework& framework : frameworks) {
    for (const std::string& mode : framework.modes) results.push_back(result_of(framework, mode, facts));
  }
  return results;
}

std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts) { return evaluate_frameworks(facts, rulebook()); }

}  // namespace aboveboard
