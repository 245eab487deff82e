// `aboveboard check [TARGET...] --policy FILE`
#include "audit/check.h"

#include <unistd.h>

#include <algorithm>

#include "audit/vocabulary.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/commands/audited.h"
#include "cli/commands/commands.h"
#include "cli/commands/records.h"
#include "cli/input.h"
#include "cli/network.h"
#include "cli/output.h"
#include "cli/places.h"
#include "report/report.h"

namespace aboveboard::cli {
namespace {

constexpr const char* kPolicyName = "aboveboard-policy.yaml";

// The policy that is meant: as given, else the one of the working directory; "" where there is none.
std::string policy_path(const Call& call) {
  if (const auto given = call.given.value(FlagId::PolicyFile)) return *given;
  if (::access(kPolicyName, F_OK) != 0) return "";
  complain(call, std::string("the policy is ") + kPolicyName + " of this folder");
  return kPolicyName;
}

// SOURCE_DATE_EPOCH, so that a check can be done again as of a day; else the clock.
Result<Day> today(const Surroundings& around) {
  const std::string given = around.variable("SOURCE_DATE_EPOCH");
  if (given.empty()) return day_of(around.now);
  const auto seconds = parse_decimal(given);
  constexpr std::uint64_t kMost = 253'402'300'799;  // the end of the year 9999
  if (!seconds || *seconds > kMost) return fail(ErrorKind::Usage, "SOURCE_DATE_EPOCH is a count of seconds since 1970, not " + quoted(given, 40));
  return day_of(static_cast<std::int64_t>(*seconds));
}

// What is asked of the release; nothing where it is wrong, which was told.
std::optional<PolicyReadingResult> policy_of(const Call& call, const std::string& path, const PolicyVocabulary& words, const Day& day) {
  const Result<std::string> text = read_whole_file(path, limits::kPolicyBytes);
  if (!text) return complain(call, to_string(text.error())), std::nullopt;
  PolicyReadingResult read = read_policy(*text, path, words, day);
  for (const Error& error : read.errors) complain(call, to_string(error));
  if (!read.errors.empty()) return std::nullopt;
  MemorySource bytes(*text);
  if (const auto digest = digest_of(bytes, DigestKind::Sha256)) read.policy.sha256 = *digest;
  return read;
}

Result<std::optional<Baseline>> baseline_of(const Call& call) {
  const auto path = call.given.value(FlagId::Baseline);
  if (!path) return std::optional<Baseline>();
  ABOVEBOARD_ASSIGN(const std::string text, read_whole_file(*path, limits::kBaselineBytes));
  ABOVEBOARD_ASSIGN(Baseline baseline, read_baseline(text, *path));
  return std::optional(std::move(baseline));
}

int status_of_check(const Checked& checked, bool policy_has_digests) {
  const auto& all = checked.check.violations;
  const bool other_bytes = std::any_of(all.begin(), all.end(), [](const Violation& violation) { return violation.integrity && violation.state == ViolationState::Violated; });
  // --verify asks for it as well; where the policy speaks of digests, it decides which of them may be waived.
  if (other_bytes || (!policy_has_digests && status_of(checked.report.facts) == kIntegrityFailed)) return kIntegrityFailed;
  switch (checked.check.result) {
    case CheckResult::Failed: return kPolicyViolated;
    case CheckResult::Incomplete: return kIncomplete;
    case CheckResult::Passed: break;
  }
  return kDone;
}

int usage(const Call& call, const std::string& message) { return complain(call, message), kUsage; }

}  // namespace

int run_check(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return usage(call, outputs.error().message);
  const std::string path = policy_path(call);
  if (path.empty()) return usage(call, std::string("check needs a policy: --policy FILE, or ") + kPolicyName + " in this folder; `aboveboard init` writes one to begin with");
  const Result<Day> day = today(call.around);
  if (!day) return usage(call, day.error().message);
  std::optional<AuditOptions> audit = options_given(call);
  if (!audit) return kUsage;
  const PolicyVocabulary words = policy_vocabulary(audit->frameworks);
  std::optional<PolicyReadingResult> policy = policy_of(call, path, words, *day);
  if (!policy) return kUsage;
  const Result<std::optional<Baseline>> baseline = baseline_of(call);
  if (!baseline) return usage(call, to_string(baseline.error()));
  const bool digests = policy->policy.digests.has_value();
  const Result<Checked> checked = check({std::move(*audit), std::move(policy->policy), std::move(policy->warnings), words, *day, *baseline ? &**baseline : nullptr});
  clear_progress(call.err);
  end_if_interrupted();
  if (!checked) return audit_failed(call, checked.error());
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    return output.format == Format::Json ? write_json_check(checked->report, checked->check, tool_info()) : write_terminal_check(checked->report, checked->check, page);
  });
  return written ? status_of_check(*checked, digests) : kUsage;
}

}  // namespace aboveboard::cli
