// Governance: which license governs which component. The weights are ruled on by evidence that speaks of them; a license of code is
// never lent to them. Every other component takes the license of the file, folder or repository that it lies in.
#pragma once

#include <string>
#include <vector>

#include "detect/detect.h"
#include "detect/license_statements.h"

namespace aboveboard {

// All that the ruling rests on.
struct Ground {
  const std::vector<ScannedSource>& sources;
  const std::vector<LicenseText>& texts;
  const std::vector<LicenseStatement>& statements;
  const std::vector<Statement>& said;
};

// What governs the weights, and by what.
struct Ruling {
  std::vector<std::string> licenses;  // License::id
  LicenseScope scope = LicenseScope::None;
  bool unresolved = false;            // a name or file stands for a license whose terms could not be read
  std::vector<const LicenseStatement*> statements;
  std::vector<const LicenseText*> texts;
};

Ruling rule_on_parameters(const Ground& ground, LicenseRegistry& registry);

// License files in the folders above `path`, the nearest that fit: one that covers `what` by its name before a general one.
std::vector<const LicenseText*> texts_above(const Ground& ground, std::size_t source, std::string_view path, Covers what);
// The path of the first weights file of a source, "" where there is none.
std::string weights_path(const ScannedSource& source);
// Does a license text of no known kind speak of a model or of weights, rather than of software alone?
bool speaks_of_a_model(const Ground& ground, const LicenseText& text);

// A use policy that neither a license nor a card makes its own: compared with what governs, not a part of it.
struct LoosePolicy {
  const LicenseText* text = nullptr;
  std::vector<Term> terms;
};

// Adds the terms of use policies to what makes them its own: to a license, or where a card binds users to them, as a record of their own. Returns
// those that nothing binds.
std::vector<LoosePolicy> add_policies(const Ground& ground, Ruling& ruling, LicenseRegistry& registry);
// Adds the conditions that the license section of a card states in its own words.
void add_stated_conditions(const Ground& ground, Ruling& ruling, LicenseRegistry& registry);
// What the models that this one is made from pass on, as far as the files tell: fills terms_inherited and licenses of the lineage, and adds a base's license
// that restricts to what governs the weights.
void add_bases(const Ground& ground, const std::vector<LinkedBase>& bases, std::vector<Lineage>& lineage, Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings);
// What the licenses of bases ask of something that is made from them in this way, and the release does not do: its name, its outputs, sharing a derivative at all, data.
void check_derivation(const std::vector<Lineage>& lineage, const std::string& name, const LicenseRegistry& registry, std::vector<Finding>& findings);
// What of a license reaches those who get a derivative.
bool is_passed_on(const Term& term);
// Fills licenses and scope of every component, and License::applies_to.
void assign_licenses(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, std::vector<Component>& components);
// Where a license of the publisher's own restricts already, what its gating prompt says is a part of it, not a second license.
void fold_prompt(Ruling& ruling, LicenseRegistry& registry);
// Compares what governs the weights (license/compose.h): where one text permits what another denies, a finding. A loose policy that denies outright what
// the license gives is taken to govern.
void weigh_terms(const Ground& ground, Ruling& ruling, const std::vector<LoosePolicy>& policies, LicenseRegistry& registry, std::vector<Finding>& findings);
// Terms put together for each set of components under the same licenses.
std::vector<Governing> compose_terms(const LicenseRegistry& registry, const std::vector<Component>& components);
// Tag against text, sentence against text, badge against front matter, tag against tag: who names which license.
void find_disagreements(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, std::vector<Finding>& findings);
// Claims without a text, texts of no known kind, weights without a license beside licensed code.
void find_gaps(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, const std::vector<Component>& components, std::vector<Finding>& findings);
// A finding of the license checks; what is found in several places is one finding.
void add_finding(std::vector<Finding>& findings, const char* rule, FindingLevel level, std::string message, std::string help, EvidenceList evidence);

}  // namespace aboveboard
