// Governance: which license governs which component. The weights are ruled on by evidence that speaks of them; a license of code is
// never lent to them. Every other component takes the license of the file, folder or repository that it lies in.
#pragma once

#include <string>
#include <vector>

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

// Adds the terms of use policies to the governing licenses that make them their own; a policy that none incorporates becomes a finding.
void add_policies(const Ground& ground, const Ruling& ruling, LicenseRegistry& registry, std::vector<Finding>& findings);
// Adds the conditions that the license section of a card states in its own words.
void add_stated_conditions(const Ground& ground, Ruling& ruling, LicenseRegistry& registry);
// Fills licenses and scope of every component, and License::applies_to.
void assign_licenses(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, std::vector<Component>& components);
// Tag against text, claims without a text, weights without a license beside licensed code.
void find_contradictions(const Ground& ground, const Ruling& parameters, LicenseRegistry& registry, const std::vector<Component>& components, std::vector<Finding>& findings);

}  // namespace aboveboard
