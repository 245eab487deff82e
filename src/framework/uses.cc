#include <algorithm>
#include <utility>

#include "framework/framework.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

// What is forbidden stays so whatever is not known; what needs a license is not free either way.
int strictness(UseAnswer answer) {
  switch (answer) {
    case UseAnswer::Yes: return 0;
    case UseAnswer::Conditions: return 1;
    case UseAnswer::Unknown: return 2;
    case UseAnswer::LicenseNeeded: return 3;
    case UseAnswer::No: return 4;
  }
  return 4;
}

void add_evidence(Use& use, const EvidenceList& evidence) {
  if (evidence.empty()) return;
  const Evidence& e = evidence.front();
  const bool known = std::any_of(use.evidence.begin(), use.evidence.end(), [&](const Evidence& other) { return other.source == e.source && other.path == e.path && other.line == e.line; });
  if (!known) use.evidence.push_back(e);
}

// The strictest reason answers. Where it stops the use, only what stops it is said: the rest does not matter until then.
void settle(Use& use, std::vector<Reason> reasons) {
  for (const Reason& reason : reasons) {
    if (strictness(reason.answer) > strictness(use.answer)) use.answer = reason.answer;
  }
  for (Reason& reason : reasons) {
    const bool told = use.answer == UseAnswer::LicenseNeeded ? reason.answer == UseAnswer::LicenseNeeded || reason.answer == UseAnswer::Unknown : reason.answer == use.answer;
    if (!told || std::find(use.conditions.begin(), use.conditions.end(), reason.text) != use.conditions.end()) continue;
    use.conditions.push_back(std::move(reason.text));
    add_evidence(use, reason.evidence);
  }
}

Use answer_use(const Facts& facts, const UseRule& rule) {
  Use use{rule.id, rule.title, UseAnswer::Yes, {}, {}};
  std::vector<Reason> reasons;
  for (const ComponentId id : rule.terms_of) weigh_terms_of(facts, rule, id, reasons);
  weigh_needs(facts, rule, reasons);
  weigh_checks(facts, rule, reasons);
  settle(use, std::move(reasons));
  if (use.answer != UseAnswer::Yes) return use;
  for (const ComponentId id : rule.terms_of) {
    for (const License* license : governing_licenses(facts, id)) add_evidence(use, license->evidence);
  }
  for (const Need& need : rule.needs) {
    for (const auto& alternatives : need.components) {
      for (const ComponentId id : alternatives) add_evidence(use, component(facts, id).evidence);
    }
  }
  if (!rule.checks.empty()) add_evidence(use, facts.weights.evidence);
  return use;
}

}  // namespace

std::vector<Use> answer_uses(const Facts& facts, const LabelVerdict&) {
  std::vector<Use> uses;
  for (const UseRule& rule : use_rules().uses) uses.push_back(answer_use(facts, rule));
  return uses;
}

}  // namespace aboveboard
