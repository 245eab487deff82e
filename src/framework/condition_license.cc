// Predicates over the licenses that govern components.
#include <algorithm>

#include "framework/condition_kinds.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard::conditions {
namespace {

// The evidence that a license restricts: its restricting terms where they are located, else what names the license.
EvidenceList restricting_evidence(const License& license) {
  EvidenceList found;
  for (const Term& term : license.terms) {
    if (restricts(term)) append(found, term.evidence);
    if (found.size() >= 3) break;
  }
  return found.empty() ? license.evidence : found;
}

bool holds(const std::vector<LicenseClass>& classes, LicenseClass c) { return std::find(classes.begin(), classes.end(), c) != classes.end(); }

Truth truth_of(const License& license, const AcceptedSet& accepted) {
  // A changed text is no longer the license of that id.
  const bool by_id = std::find(accepted.spdx.begin(), accepted.spdx.end(), license.spdx) != accepted.spdx.end();
  if (by_id && !license.spdx.empty() && license.verdict != MatchVerdict::Modified) return Truth::Met;
  Truth truth = license.classes.empty() ? Truth::Unknown : Truth::Met;
  for (const LicenseClass c : license.classes) {
    if (holds(accepted.classes, c)) continue;
    // Free by the FSF's list and on no other: it restricts nothing, but nobody has approved it either.
    const bool undecided = c == LicenseClass::Unknown || c == LicenseClass::FsfOnly || holds(accepted.undecided, c);
    truth = truth && (undecided ? Truth::Unknown : Truth::Unmet);
  }
  return truth;
}

// One governing license against an accepted set.
Outcome accept_license(const License& license, const AcceptedSet& accepted, ComponentId id, Reading reading) {
  const auto missing = [&](const char* what) { return std::vector<std::string>{sentence(what, {{"license", license.name}, {"component", std::string(display_name(id))}})}; };
  const Truth truth = truth_of(license, accepted);
  if (truth == Truth::Unmet) return {truth, missing("missing.open-license"), restricting_evidence(license)};
  if (truth == Truth::Unknown) return {truth, missing("missing.license-known"), license.evidence};
  if (!license.detected && reading == Reading::Proven) return {Truth::Unknown, missing("missing.license-text"), license.evidence};
  return {Truth::Met, {}, license.evidence};
}

Outcome licensed_as(const Component& c, const AcceptedSet& accepted, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  bool any = false;
  for (const std::string& id : c.licenses) {
    const License* license = find_license(facts, id);
    if (license == nullptr) continue;
    any = true;
    meet(all, accept_license(*license, accepted, c.id, reading));
  }
  // Where the component itself is missing, its license is not the next thing to ask for.
  if (!any && c.presence < Presence::Referenced) return {Truth::Unknown, {}, {}};
  if (!any) return {Truth::Unknown, {sentence("missing.license", {{"component", std::string(display_name(c.id))}})}, {}};
  return all;
}

// The classes that leave everyone free.
const AcceptedSet& open_classes() {
  static const AcceptedSet open{.id = "", .title = "", .classes = {LicenseClass::Osi, LicenseClass::FsfOnly, LicenseClass::OpenDataDoc, LicenseClass::OpenNonOsi}, .spdx = {}, .undecided = {}};
  return open;
}

const AcceptedSet& set_of(const Condition& condition) { return condition.predicate == Predicate::Unrestricted ? open_classes() : condition.accepted; }

}  // namespace

Truth takes(const Condition& condition, const License& license) { return truth_of(license, set_of(condition)); }

Outcome licensed(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const ComponentId id : condition.components) {
    meet(all, licensed_as(component(facts, id), set_of(condition), facts, reading));
  }
  return all;
}

Outcome unlicensed(const Condition& condition, const Facts& facts) {
  for (const ComponentId id : condition.components) {
    const Component& c = component(facts, id);
    if (!c.licenses.empty()) return {Truth::Unmet, {}, c.evidence};
  }
  return {Truth::Met, {}, {}};
}

}  // namespace aboveboard::conditions
