#include "audit/clarify.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "framework/rules.h"

namespace aboveboard {
namespace {

constexpr std::string_view kLapsed = "policy/clarification-lapsed";

// "" where the bytes cannot be had, or are more than a license has.
std::string sha256_of(const ScannedSource& source, const ScannedFile& file) {
  if (file.bytes > limits::kDocumentBytes) return "";
  const auto bytes = source.source->open(file.path);
  if (!bytes) return "";
  const auto digest = digest_of(**bytes, DigestKind::Sha256);
  return digest ? *digest : "";
}

}  // namespace

std::vector<ClarifiedFile> clarify(const std::vector<ScannedSource>& sources, const std::vector<Clarification>& given, std::vector<ClarificationOutcome>& outcomes) {
  std::vector<ClarifiedFile> clarified;
  for (const Clarification& said : given) {
    ClarificationOutcome outcome{said, ClarificationState::Absent, "", {}};
    for (std::size_t s = 0; s < sources.size(); ++s) {
      for (std::size_t f = 0; f < sources[s].files.size(); ++f) {
        const ScannedFile& file = sources[s].files[f];
        if (file.path != said.path) continue;
        const std::string found = sha256_of(sources[s], file);
        const bool same = found == said.sha256;
        if (same) clarified.push_back({s, f, said.license, said.reason});
        // One file that holds is enough: another of the same path is another file.
        if (!same && outcome.state == ClarificationState::Applied) continue;
        if (same && outcome.state != ClarificationState::Applied) outcome.evidence.clear();
        outcome.state = same ? ClarificationState::Applied : ClarificationState::Lapsed;
        outcome.found = same ? "" : found;
        outcome.evidence.push_back(listing(sources[s], file, "policy/clarification"));
      }
    }
    outcomes.push_back(std::move(outcome));
  }
  return clarified;
}

std::vector<Finding> judge_clarifications(const std::vector<ClarificationOutcome>& outcomes) {
  std::vector<Finding> findings;
  for (const ClarificationOutcome& outcome : outcomes) {
    if (outcome.state != ClarificationState::Lapsed) continue;
    const RuleText* rule = find_rule(kLapsed);
    const std::string now = outcome.found.empty() ? "it could not be read to its end" : "the file's SHA-256 is " + outcome.found;
    findings.push_back({std::string(kLapsed), FindingLevel::Warning,
                        "The clarification of " + sanitize_utf8(outcome.given.path) + " as " + outcome.given.license + " has lapsed: it is bound to SHA-256 " + outcome.given.sha256 + ", " + now + ". The license stays as it was read.",
                        rule == nullptr ? "" : rule->fix, outcome.evidence});
  }
  return findings;
}

}  // namespace aboveboard
