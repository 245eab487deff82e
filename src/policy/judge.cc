#include "policy/judge.h"

#include <algorithm>

#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard {
namespace policy {

Violation& Judging::violate(std::string rule, Line line, std::string subject, std::string message, EvidenceList evidence) {
  Violation violation;
  violation.rule = std::move(rule);
  violation.subject = std::move(subject);
  violation.message = std::move(message);
  violation.evidence = std::move(evidence);
  violation.policy = {policy.path, line};
  return check.violations.emplace_back(std::move(violation));
}

Violation& Judging::cannot_tell(std::string rule, Line line, std::string subject, std::string message, EvidenceList evidence) {
  Violation& violation = violate(std::move(rule), line, "untold: " + subject, std::move(message), std::move(evidence));
  violation.unknown = true;
  return violation;
}

EvidenceList first_of(const EvidenceList& evidence, std::size_t most) {
  return {evidence.begin(), evidence.begin() + static_cast<std::ptrdiff_t>(std::min(most, evidence.size()))};
}

bool is_release(const Facts& facts, const std::string& glob) {
  if (glob.empty() || glob_match(glob, facts.release.name)) return true;
  return std::any_of(facts.release.sources.begin(), facts.release.sources.end(), [&](const SourceInfo& source) { return source.role != Role::Base && !source.identity.empty() && glob_match(glob, source.identity); });
}

std::string plain_text(std::string_view text) {
  constexpr std::size_t kBytes = 200;
  return sanitize_utf8(clip_utf8(text, kBytes));
}

std::vector<const Lineage*> untold_bases(const Facts& facts) {
  std::vector<const Lineage*> untold;
  for (const Lineage& line : facts.lineage) {
    if (line.of.empty() && inherits_terms(line) && line.terms_inherited == "unknown") untold.push_back(&line);
  }
  return untold;
}

}  // namespace policy

Check judge_policy(const Policy& given, const Report& report, const JudgeOptions& options) {
  Check check;
  check.policy_path = given.path;
  check.policy_sha256 = given.sha256;
  if (options.baseline != nullptr) check.baseline_path = options.baseline->path;
  policy::Judging judging{given, report, options, check};
  policy::judge_label(judging);
  policy::judge_frameworks(judging);
  policy::judge_licenses(judging);
  policy::judge_terms(judging);
  policy::judge_components(judging);
  policy::judge_formats(judging);
  policy::judge_findings(judging);
  policy::judge_uses(judging);
  policy::judge_digests(judging);
  policy::judge_bases(judging);
  policy::judge_incomplete(judging);
  policy::settle(judging);
  policy::warn_of_unused(judging);
  for (const Violation& violation : check.violations) {
    if (violation.state != ViolationState::Violated) continue;
    if (violation.rule != "policy/incomplete") check.result = CheckResult::Failed;
    else if (check.result == CheckResult::Passed) check.result = CheckResult::Incomplete;
  }
  return check;
}

}  // namespace aboveboard
