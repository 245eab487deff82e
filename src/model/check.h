// A check: a report judged by somebody's policy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"
#include "model/finding.h"

namespace aboveboard {

enum class CheckResult { Passed, Failed, Incomplete };

enum class ViolationState {
  Violated,  // it counts
  Waived,    // the policy lets it pass, with a reason, until a day
  Known,     // the baseline has it: only what is new counts
};

// An entry of the policy.
struct PolicyPlace {
  std::string path;
  std::uint64_t line = 0;
};

struct WaivedBy {
  std::string reason, owner, expires;
  std::uint64_t line = 0;
};

struct Violation {
  std::string rule;         // "policy/label", "policy/license" ...
  std::string finding = {}; // the rule of the finding that the policy refuses; "" for others
  FindingLevel level = FindingLevel::Error;
  std::string message;      // one sentence
  std::string help = {};    // how to mend it
  EvidenceList evidence;    // of the release
  PolicyPlace policy;       // the entry that it breaks
  std::string subject = {}; // what it is about, in words that stay when lines move; part of the fingerprint
  std::string fingerprint = {};  // of rule, subject and place without line numbers: the same in later checks
  ViolationState state = ViolationState::Violated;
  std::optional<WaivedBy> waiver = {};  // Waived: by what
  bool unknown = false;     // the requirement is not broken by proof: it cannot be told whether it is kept
  bool integrity = false;   // bytes are not those that were required: exit status 5
};

// Something about the policy itself: an entry that serves nothing, or that will lapse.
struct PolicyWarning {
  std::string rule;
  std::string message;
  PolicyPlace policy;
};

// What a former check knew.
struct BaselineEntry {
  std::string rule, fingerprint, message;
};

struct Check {
  std::string policy_path;
  std::string policy_sha256;
  std::string baseline_path;            // "" for none
  CheckResult result = CheckResult::Passed;
  std::vector<Violation> violations;    // in the order of the policy's keys; also waived and known ones
  std::vector<PolicyWarning> warnings;
  std::vector<BaselineEntry> gone;      // of the baseline, and violated no more
};

std::string_view to_string(CheckResult result);    // passed, failed, incomplete
std::string_view to_string(ViolationState state);  // violated, waived, known
std::optional<ViolationState> violation_state_from_string(std::string_view id);

// A digest over the rules, fingerprints and states of all violations: a baseline that was edited by hand no longer fits it. Guards against slips, not against forgers.
std::string seal_of(const std::vector<Violation>& violations);

}  // namespace aboveboard
