#include "audit/check.h"

#include <algorithm>

#include "framework/rules.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

// What the policy must know of files beside what every audit tells.
void ask_for(const Policy& policy, AuditOptions& options) {
  for (const ClarifyEntry& entry : policy.clarify) options.clarifications.push_back(entry.said);
  if (!policy.digests) return;
  options.digests.promised = options.digests.promised || policy.digests->require;
  for (const RequiredDigest& file : policy.digests->files) options.digests.paths.push_back(file.path);
}

}  // namespace

Result<Checked> check(CheckOptions options) {
  ask_for(options.policy, options.audit);
  ABOVEBOARD_ASSIGN(Report report, audit(options.audit));
  Check check = judge_policy(options.policy, report, {options.words, sentence, options.today, options.baseline});
  check.warnings.insert(check.warnings.end(), std::make_move_iterator(options.warnings.begin()), std::make_move_iterator(options.warnings.end()));
  std::stable_sort(check.warnings.begin(), check.warnings.end(), [](const PolicyWarning& a, const PolicyWarning& b) { return a.policy.line < b.policy.line; });
  for (Violation& violation : check.violations) {
    const RuleText* rule = violation.help.empty() ? find_rule(violation.rule) : nullptr;
    if (rule != nullptr) violation.help = rule->fix;
  }
  return Checked{std::move(report), std::move(check)};
}

}  // namespace aboveboard
