// Judging: a report against a policy. What cannot be told never passes a requirement.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/check.h"
#include "model/report.h"
#include "policy/baseline.h"
#include "policy/policy.h"

namespace aboveboard {

struct JudgeOptions {
  const PolicyVocabulary& words;
  SaySentence say;                             // words of violations and warnings ("policy...." in data/phrases/sentences.yaml)
  Day today;
  const Baseline* baseline = nullptr;  // what was known before
};

// Violations in the order of the policy's keys, with their states; warnings by line. The result is Failed where a violation counts, Incomplete where all that counts is what was not examined.
Check judge_policy(const Policy& policy, const Report& report, const JudgeOptions& options);

}  // namespace aboveboard
