#include "audit/clarify.h"

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "framework/rules.h"
#include "framework/sentences.h"

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
    std::string message = sentence(outcome.found.empty() ? "clarification.lapsed.unread" : "clarification.lapsed",
                                   {{"path", sanitize_utf8(outcome.given.path)}, {"license", outcome.given.license}, {"wanted", outcome.given.sha256}, {"found", outcome.found}});
    findings.push_back({std::string(kLapsed), FindingLevel::Warning, std::move(message), rule == nullptr ? "" : rule->fix, outcome.evidence});
  }
  return findings;
}

}  // namespace aboveboard
