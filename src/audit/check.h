// The gate: an audit that also does what a policy needs (clarifications, digests), and its report judged by the policy.
#pragma once

#include <string>
#include <vector>

#include "audit/audit.h"
#include "model/check.h"
#include "policy/judge.h"

namespace aboveboard {

struct CheckOptions {
  AuditOptions audit;
  Policy policy;
  std::vector<PolicyWarning> warnings;  // of reading it
  const PolicyVocabulary& words;
  Day today;
  const Baseline* baseline = nullptr;
};

struct Checked {
  Report report;
  Check check;
};

// Fails where the audit does.
Result<Checked> check(CheckOptions options);

}  // namespace aboveboard
