// Which violations count: fingerprints, waivers, the baseline; and entries of the policy that served nothing.
#include <algorithm>
#include <map>

#include "base/hash.h"
#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard::policy {
namespace {

constexpr std::string_view kExpired = "policy/waiver-expired";

// Of rule, subject and place, without line numbers; of several that are the same, the second is another than the first, so that one more is new.
void add_fingerprints(std::vector<Violation>& violations) {
  std::map<std::uint64_t, std::uint64_t> seen;
  for (Violation& violation : violations) {
    const std::string path = violation.evidence.empty() ? "" : violation.evidence.front().path, member = violation.evidence.empty() ? "" : violation.evidence.front().member;
    std::uint64_t hash = kHashSeed;
    for (const std::string_view part : {std::string_view(violation.rule), std::string_view(violation.finding), std::string_view(violation.subject), std::string_view(path), std::string_view(member)}) hash = hash_byte(hash64(part, hash), 0);
    const std::uint64_t again = seen[hash]++;
    violation.fingerprint = to_hex(mix64(hash + again));
  }
}

bool covers(const Judging& judging, const Waiver& waiver, const Violation& violation) {
  if (!glob_match(waiver.rule, violation.rule) && (violation.finding.empty() || !glob_match(waiver.rule, violation.finding))) return false;
  if (!waiver.fingerprint.empty() && waiver.fingerprint != violation.fingerprint) return false;
  if (!is_release(judging.report.facts, waiver.release)) return false;
  const EvidenceList& evidence = violation.evidence;
  return waiver.path.empty() || (!evidence.empty() && std::all_of(evidence.begin(), evidence.end(), [&](const Evidence& e) { return glob_match(waiver.path, e.path); }));
}

void waive(Judging& judging) {
  std::vector<Violation>& violations = judging.check.violations;
  for (Violation& violation : violations) {
    for (const Waiver& waiver : judging.policy.waivers) {
      if (!covers(judging, waiver, violation)) continue;
      judging.used.insert(&waiver);
      if (waiver.expires < judging.options.today || violation.state == ViolationState::Waived) continue;
      violation.state = ViolationState::Waived;
      violation.waiver = WaivedBy{waiver.reason, waiver.owner, to_string(waiver.expires), waiver.line};
    }
  }
  // An expired waiver that another one stands in for is told all the same: somebody still relies on it.
  for (const Waiver& waiver : judging.policy.waivers) {
    if (waiver.expires >= judging.options.today || !judging.used.contains(&waiver)) continue;
    const auto count = std::count_if(violations.begin(), violations.end(), [&](const Violation& violation) { return violation.rule != kExpired && covers(judging, waiver, violation); });
    Violation& expired = judging.violate(std::string(kExpired), waiver.line, waiver.rule + " " + to_string(waiver.expires) + " " + waiver.reason,
                                         judging.say("policy.waiver-expired", {{"rule", waiver.rule}, {"expires", to_string(waiver.expires)}, {"owner", plain_text(waiver.owner)}, {"reason", plain_text(waiver.reason)}, {"count", std::to_string(count)}}));
    expired.fingerprint = to_hex(mix64(hash64(expired.subject)));
  }
}

// Bytes that are not the required ones, and waivers that ended, are never taken for known: they want somebody's eyes each time.
bool may_be_known(const Violation& violation) { return violation.state == ViolationState::Violated && !violation.integrity && violation.rule != kExpired; }

void compare_with_baseline(Judging& judging) {
  const Baseline* baseline = judging.options.baseline;
  if (baseline == nullptr) return;
  std::set<std::pair<std::string_view, std::string_view>> known, present;
  for (const BaselineEntry& entry : baseline->entries) known.insert({entry.rule, entry.fingerprint});
  for (Violation& violation : judging.check.violations) {
    present.insert({violation.rule, violation.fingerprint});
    if (may_be_known(violation) && known.contains({violation.rule, violation.fingerprint})) violation.state = ViolationState::Known;
  }
  for (const BaselineEntry& entry : baseline->entries) {
    if (!present.contains({entry.rule, entry.fingerprint})) judging.check.gone.push_back(entry);
  }
  const std::string& name = judging.report.facts.release.name;
  if (!baseline->release.empty() && baseline->release != name)
    judging.check.warnings.push_back({"policy/baseline-release", judging.say("policy.baseline-release", {{"baseline", plain_text(baseline->release)}, {"release", plain_text(name)}}), {baseline->path, 0}});
}

void warn(Judging& judging, std::string rule, Line line, std::string message) { judging.check.warnings.push_back({std::move(rule), std::move(message), {judging.policy.path, line}}); }

void warn_of_words(Judging& judging, std::string_view what, const std::vector<PolicyWord>& words, Line line) {
  std::vector<std::string> unused;
  for (const PolicyWord& word : words) {
    if (!judging.used.contains(&word)) unused.push_back(word.text);
  }
  if (!unused.empty()) warn(judging, "policy/unused", unused.size() == words.size() ? line : words.front().line, judging.say("policy.unused.words", {{"what", std::string(what)}, {"words", join_and(unused)}}));
}

}  // namespace

void settle(Judging& judging) {
  add_fingerprints(judging.check.violations);
  waive(judging);
  compare_with_baseline(judging);
}

void warn_of_unused(Judging& judging) {
  const Policy& policy = judging.policy;
  for (const LicenseRule& rule : policy.licenses) warn_of_words(judging, "licenses for " + std::string(to_string(rule.kind)), rule.allow, rule.line);
  if (policy.formats) warn_of_words(judging, "formats", policy.formats->allow, policy.formats->line);
  if (policy.bases) warn_of_words(judging, "bases", policy.bases->allow, policy.bases->line);
  for (const LicenseException& exception : policy.exceptions) {
    if (!judging.used.contains(&exception)) warn(judging, "policy/unused", exception.line, judging.say("policy.unused.exception", {{"license", exception.license}}));
  }
  for (std::size_t i = 0; i < policy.clarify.size(); ++i) {
    const auto& outcomes = judging.report.facts.clarifications;
    const ClarificationState state = i < outcomes.size() ? outcomes[i].state : ClarificationState::Absent;
    const Clarification& said = policy.clarify[i].said;
    if (state == ClarificationState::Absent) warn(judging, "policy/unused", policy.clarify[i].line, judging.say("policy.unused.clarification", {{"path", plain_text(said.path)}}));
    if (state == ClarificationState::Lapsed)
      warn(judging, "policy/clarification-lapsed", policy.clarify[i].line,
           judging.say(outcomes[i].found.empty() ? "policy.clarification-lapsed.unread" : "policy.clarification-lapsed", {{"path", plain_text(said.path)}, {"license", said.license}, {"wanted", said.sha256}, {"found", outcomes[i].found}}));
  }
  for (const Waiver& waiver : policy.waivers) {
    if (!judging.used.contains(&waiver)) warn(judging, "policy/unused", waiver.line, judging.say(waiver.expires < judging.options.today ? "policy.unused.expired" : "policy.unused.waiver", {{"rule", waiver.rule}, {"expires", to_string(waiver.expires)}}));
  }
  std::stable_sort(judging.check.warnings.begin(), judging.check.warnings.end(), [](const PolicyWarning& a, const PolicyWarning& b) { return a.policy.line < b.policy.line; });
}

}  // namespace aboveboard::policy
