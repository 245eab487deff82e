#include <algorithm>

#include "detect/governance.h"

namespace aboveboard {
namespace {

void claimed_only(const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr || license->detected || !license->declared || is_made_up(*license)) continue;
    add_finding(findings, "license/tag-without-text", FindingLevel::Warning, license->name + " is declared for the weights, but no file in the release grants it.",
        "Put the license's text into a LICENSE file beside the weights.", license->evidence);
  }
}

void unknown_terms(const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr) continue;
    if (license->detected && !license->clarified && license->verdict == MatchVerdict::Unknown) {
      add_finding(findings, "license/unknown-text", FindingLevel::Note, "\"" + license->name + "\" is a license of no known kind; its terms were read from the text.",
          "Read the text, or use a license that is widely known.", license->evidence);
    }
    if (license->verdict == MatchVerdict::Modified) {
      add_finding(findings, "license/modified", FindingLevel::Warning, "The text is " + license->name + ": it differs from the license that it resembles.",
          "Read the lines that differ.", license->evidence);
    }
  }
}

// Code is licensed, the weights are not: the reader must not take the one for the other.
void code_license_not_lent(const Ground& ground, const Ruling& ruling, const std::vector<Component>& components, std::vector<Finding>& findings) {
  const Component& parameters = components[static_cast<std::size_t>(ComponentId::Parameters)];
  if (!ruling.licenses.empty() || parameters.presence < Presence::Referenced) return;
  EvidenceList evidence = parameters.evidence;
  for (const LicenseText& text : ground.texts) {
    if (text.ids.empty() || text.policy || !text.folder.empty()) continue;
    const ScannedSource& source = ground.sources[text.where.source];
    evidence.push_back(listing(source, source.files[text.where.file], "license/file-name"));
  }
  add_finding(findings, "license/weights-without-license", FindingLevel::Warning, "Nothing in these files says what governs the weights; a license of the code is not lent to them.",
      "State the license of the weights in the card, with its text beside them.", std::move(evidence));
}

// A license whose text is here makes a policy its own that is not: what it excludes cannot be read.
void policy_not_here(const Ground& ground, const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  if (std::any_of(ground.texts.begin(), ground.texts.end(), [](const LicenseText& text) { return text.policy; })) return;
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    const license::Info* info = license::find(id);
    if (license == nullptr || info == nullptr || !license->detected || info->incorporates_policy.empty()) continue;
    const auto term = std::find_if(license->terms.begin(), license->terms.end(), [](const Term& t) { return t.kind == TermKind::AcceptableUse; });
    add_finding(findings, "license/policy-not-here", FindingLevel::Note, license->name + " makes a use policy its own that is not in these files; what it excludes was not read.",
                "Put the policy beside the license.", term == license->terms.end() ? license->evidence : term->evidence);
  }
}

bool governs(const Ruling& ruling, const std::string& id) { return std::find(ruling.licenses.begin(), ruling.licenses.end(), id) != ruling.licenses.end(); }

// Sentences that put a part of the release, or what it is made from, under a license of its own.
void parts_under_other_terms(const Ground& ground, const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const LicenseStatement& statement : ground.statements) {
    const License* license = statement.of_a_part ? registry.find(statement.ids.front()) : nullptr;
    const license::Info* info = license == nullptr ? nullptr : license::find(license->id);
    // Licenses of code and data that others own are named everywhere; those written for models tell that a model came from elsewhere.
    if (info == nullptr || !info->model_license || governs(ruling, license->id)) continue;
    add_finding(findings, "license/part-under-other-terms", FindingLevel::Warning, "A part of the release, or what it is made from, comes under " + license->name + ".",
        "Check whether the part that you use carries these terms.", {statement.evidence});
  }
}

}  // namespace

void add_finding(std::vector<Finding>& findings, const char* rule, FindingLevel level, std::string message, std::string help, EvidenceList evidence) {
  constexpr std::size_t kPlaces = 4;  // shown of what is said in several places
  for (Finding& known : findings) {
    if (known.rule != rule || known.message != message) continue;
    if (known.evidence.size() < kPlaces && !evidence.empty()) known.evidence.push_back(std::move(evidence.front()));
    return;
  }
  findings.push_back({rule, level, std::move(message), std::move(help), std::move(evidence)});
}

void find_gaps(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, const std::vector<Component>& components, std::vector<Finding>& findings) {
  claimed_only(parameters, registry, findings);
  unknown_terms(parameters, registry, findings);
  code_license_not_lent(ground, parameters, components, findings);
  policy_not_here(ground, parameters, registry, findings);
  parts_under_other_terms(ground, parameters, registry, findings);
}

}  // namespace aboveboard
