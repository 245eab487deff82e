#include <algorithm>

#include "detect/governance.h"

namespace aboveboard {
namespace {

bool same_kind(const License& a, const License& b) { return a.id == b.id || (!a.family.empty() && a.family == b.family && (a.version.empty() || b.version.empty())); }

void add(std::vector<Finding>& findings, const char* rule, FindingLevel level, std::string message, std::string help, EvidenceList evidence) {
  findings.push_back({rule, level, std::move(message), std::move(help), std::move(evidence)});
}

// A tag names one license, the text beside the weights is another.
void tag_against_text(const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const LicenseStatement* statement : ruling.statements) {
    for (const std::string& id : statement->ids) {
      License* declared = registry.find(id);
      if (declared == nullptr || declared->detected || statement->kind != StatementKind::Tag || !statement->resolved) continue;
      for (const LicenseText* text : ruling.texts) {
        for (const std::string& text_id : text->ids) {
          License* detected = registry.find(text_id);
          if (detected == nullptr || same_kind(*declared, *detected)) continue;
          declared->conflict = detected->conflict = true;
          EvidenceList both = {statement->evidence};
          both.insert(both.end(), detected->evidence.begin(), detected->evidence.end());
          add(findings, "license/tag-text-conflict", FindingLevel::Error, "The card's tag says " + declared->name + ", the license file holds " + detected->name + ".",
              "Correct the tag or the file; until then the more restrictive governs.", std::move(both));
        }
      }
    }
  }
}

void claimed_only(const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr || license->detected || !license->declared) continue;
    add(findings, "license/tag-without-text", FindingLevel::Warning, license->name + " is declared for the weights, but no file in the release grants it.",
        "Put the license's text into a LICENSE file beside the weights.", license->evidence);
  }
}

void unknown_terms(const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const std::string& id : ruling.licenses) {
    const License* license = registry.find(id);
    if (license == nullptr) continue;
    if (license->detected && license->verdict == MatchVerdict::Unknown) {
      add(findings, "license/unknown-text", FindingLevel::Note, "\"" + license->name + "\" is a license of no known kind; its terms were read from the text.",
          "Read the text, or use a license that is widely known.", license->evidence);
    }
    if (license->verdict == MatchVerdict::Modified) {
      add(findings, "license/modified", FindingLevel::Warning, "The text is " + license->name + ": it differs from the license that it resembles.",
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
  add(findings, "license/weights-without-license", FindingLevel::Warning, "Nothing in these files says what governs the weights; a license of the code is not lent to them.",
      "State the license of the weights in the card, with its text beside them.", std::move(evidence));
}

// Sentences that put a part of the release, or what it is made from, under a license of its own.
void parts_under_other_terms(const Ground& ground, LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const LicenseStatement& statement : ground.statements) {
    const License* license = statement.of_a_part ? registry.find(statement.ids.front()) : nullptr;
    if (license == nullptr) continue;
    add(findings, "license/part-under-other-terms", FindingLevel::Warning, "A part of the release, or what it is made from, comes under " + license->name + ".",
        "Check whether the part that you use carries these terms.", {statement.evidence});
  }
}

}  // namespace

void find_contradictions(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, const std::vector<Component>& components, std::vector<Finding>& findings) {
  tag_against_text(parameters, registry, findings);
  claimed_only(parameters, registry, findings);
  unknown_terms(parameters, registry, findings);
  code_license_not_lent(ground, parameters, components, findings);
  parts_under_other_terms(ground, registry, findings);
}

}  // namespace aboveboard
