// Duties that the license of a base lays on what is made from it (a derivative, outputs, a model trained on data), held against the release.
#include <algorithm>

#include "base/text.h"
#include "detect/governance.h"
#include "license/compose.h"

namespace aboveboard {
namespace {

EvidenceList evidence_of(const Term& term, const Lineage& line) {
  EvidenceList both = line.evidence;
  if (both.size() > 1) both.resize(1);
  if (!term.evidence.empty()) both.push_back(term.evidence.front());
  return both;
}

// "names of derived models begin with the family name", as the registered licenses put it.
bool asks_for_the_family_name(const Term& term) { return term.kind == TermKind::Naming && term.condition.find("begin") != std::string::npos; }

void check_name(const License& license, const Lineage& line, const std::string& name, std::vector<Finding>& findings) {
  if (license.family.empty() || name.empty()) return;
  const std::string own = to_lower(file_name(name));
  for (const Term& term : license.terms) {
    if (!asks_for_the_family_name(term) || own.starts_with(to_lower(license.family))) continue;
    add_finding(findings, "license/name-of-derivative", FindingLevel::Warning,
                "The license of the base " + line.base + " (" + license.name + ") asks that the name of what is made from it begin with the family's; this release is called " + name + ".",
                "Name the release as the base's license asks, or show that the base is not what it is made from.", evidence_of(term, line));
    return;
  }
}

void check_sharing(const License& license, const Lineage& line, std::vector<Finding>& findings) {
  for (const Term& term : license.terms) {
    if (term.kind != TermKind::Modification || license::strictness(term) < 2) continue;
    add_finding(findings, "license/derivative-not-allowed", FindingLevel::Error, "The license of the base " + line.base + " (" + license.name + ") does not let anyone share what is made from it.",
                "Ask the base's rights holder for a license, or withdraw the release.", evidence_of(term, line));
    return;
  }
}

void check_outputs(const License& license, const Lineage& line, std::vector<Finding>& findings) {
  for (const Term& term : license.terms) {
    if (term.kind != TermKind::OutputTraining || license::strictness(term) == 0) continue;
    const bool denied = license::strictness(term) == 2;
    add_finding(findings, "license/trained-on-outputs", denied ? FindingLevel::Error : FindingLevel::Warning,
                "This model was trained on outputs of " + line.base + ", whose license (" + license.name + ") " + (denied ? "does not allow that" : "sets conditions for that") + (term.condition.empty() ? "." : ": " + term.condition + "."),
                "Say in the card under which permission the outputs were used.", evidence_of(term, line));
    return;
  }
}

void check_data(const License& license, const Lineage& line, std::vector<Finding>& findings) {
  if (!has_restriction(license.classes)) return;
  EvidenceList both = line.evidence;
  if (!license.evidence.empty()) both.push_back(license.evidence.front());
  add_finding(findings, "license/restricted-data", FindingLevel::Note,
              "It was trained on " + line.base + ", which comes under " + license.name + ". Whether such terms reach a model is not settled; who uses it commercially should know.",
              "Name the license of each data set in the card, and how it was cleared.", std::move(both));
}

}  // namespace

void check_derivation(const std::vector<Lineage>& lineage, const std::string& name, const LicenseRegistry& registry, std::vector<Finding>& findings) {
  for (const Lineage& line : lineage) {
    for (const std::string& id : line.licenses) {
      const License* license = registry.find(id);
      if (license == nullptr) continue;
      if (line.relation == "dataset") {
        check_data(*license, line, findings);
      } else if (line.relation == "distillation") {
        check_outputs(*license, line, findings);
      } else {
        check_name(*license, line, name, findings);
        check_sharing(*license, line, findings);
      }
    }
  }
}

}  // namespace aboveboard
