#include "framework/condition.h"

#include <algorithm>

#include "framework/descent.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

void append(EvidenceList& to, const EvidenceList& from) { to.insert(to.end(), from.begin(), from.end()); }
void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

// Kleene's "and": the least result, with the evidence of what decides it and all that is missing.
void meet(Outcome& all, const Outcome& one) {
  if (one.truth < all.truth) all.evidence.clear();
  if (one.truth <= all.truth) append(all.evidence, one.evidence);
  all.truth = all.truth && one.truth;
  if (one.truth != Truth::Met) append(all.missing, one.missing);
}

Outcome available_proven(const Component& c, const Facts& facts) {
  const std::string name(display_name(c.id));
  switch (c.presence) {
    case Presence::Present: return {Truth::Met, {}, c.evidence};
    case Presence::DeclaredAbsent: return {Truth::Unmet, {name}, c.evidence};
    case Presence::Partial: return {Truth::Unknown, {"the rest of the " + name}, c.evidence};
    case Presence::Referenced: return {Truth::Unknown, {name + " (mentioned or linked, not here)"}, c.evidence};
    case Presence::NotFound:
      if (facts.release.complete) return {Truth::Unmet, {name}, {complete_evidence()}};
      return {Truth::Unknown, {name}, {}};
    case Presence::NotLooked: return {Truth::Unknown, {name + " (outside the given sources)"}, {}};
  }
  return {};
}

Outcome available_apparent(const Component& c) {
  const std::string name(display_name(c.id));
  switch (c.presence) {
    case Presence::Present:
    case Presence::Partial:
    case Presence::Referenced: return {Truth::Met, {}, c.evidence};
    case Presence::DeclaredAbsent: return {Truth::Unmet, {name}, c.evidence};
    case Presence::NotFound: return {Truth::Unmet, {name}, {}};
    case Presence::NotLooked: return {Truth::Unknown, {name + " (outside the given sources)"}, {}};
  }
  return {};
}

Outcome available(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const ComponentId id : condition.components) {
    const Component& c = component(facts, id);
    const Outcome one = reading == Reading::Proven ? available_proven(c, facts) : available_apparent(c);
    all.truth = all.truth && one.truth;
    append(all.missing, one.missing);
    append(all.evidence, one.evidence);
  }
  return all;
}

// The evidence that a license restricts: its restricting terms where they are located, else what names the license.
EvidenceList restricting_evidence(const License& license) {
  EvidenceList found;
  for (const Term& term : license.terms) {
    if (restricts(term)) append(found, term.evidence);
    if (found.size() >= 3) break;
  }
  return found.empty() ? license.evidence : found;
}

// One governing license against an accepted set.
Outcome accept_license(const License& license, const std::vector<LicenseClass>& accepted, ComponentId id, Reading reading) {
  const std::string of = " for the " + std::string(display_name(id));
  Truth truth = Truth::Met;
  for (const LicenseClass c : license.classes) {
    if (std::find(accepted.begin(), accepted.end(), c) != accepted.end()) continue;
    // Free by the FSF's list and on no other: it restricts nothing, but nobody has approved it either.
    const bool undecided = c == LicenseClass::Unknown || c == LicenseClass::FsfOnly;
    truth = truth && (undecided ? Truth::Unknown : Truth::Unmet);
  }
  if (license.classes.empty()) truth = truth && Truth::Unknown;
  if (truth == Truth::Unmet) return {truth, {"a license without such restrictions" + of}, restricting_evidence(license)};
  if (truth == Truth::Unknown) return {truth, {"what \"" + license.name + "\" permits" + of}, license.evidence};
  if (!license.detected && reading == Reading::Proven) {
    return {Truth::Unknown, {"the text of " + license.name + of + " (claimed, not granted in a file)"}, license.evidence};
  }
  return {Truth::Met, {}, license.evidence};
}

Outcome licensed_as(const Component& c, const std::vector<LicenseClass>& accepted, const Facts& facts, Reading reading) {
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
  if (!any) return {Truth::Unknown, {"a license for the " + std::string(display_name(c.id))}, {}};
  return all;
}

// The classes that leave everyone free.
const std::vector<LicenseClass>& open_classes() {
  static const std::vector<LicenseClass> classes = {LicenseClass::Osi, LicenseClass::FsfOnly, LicenseClass::OpenDataDoc, LicenseClass::OpenNonOsi};
  return classes;
}

Outcome licensed(const Condition& condition, const Facts& facts, Reading reading) {
  const bool unrestricted = condition.predicate == Predicate::Unrestricted;
  Outcome all{Truth::Met, {}, {}};
  for (const ComponentId id : condition.components) {
    meet(all, licensed_as(component(facts, id), unrestricted ? open_classes() : condition.accepted, facts, reading));
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

Outcome stated(const Condition& condition, const Facts& facts, Reading reading) {
  const Statement* statement = find_statement(facts, condition.words.front());
  if (statement != nullptr) return {Truth::Met, {}, statement->evidence};
  std::string wanted = statement_wanted(condition.words.front());
  if (reading == Reading::Apparent) return {Truth::Unmet, {std::move(wanted)}, {}};
  if (facts.release.complete) return {Truth::Unmet, {std::move(wanted)}, {complete_evidence()}};
  return {Truth::Unknown, {std::move(wanted)}, {}};
}

Outcome weights_format(const Condition& condition, const Facts& facts) {
  for (const WeightsFile& file : facts.weights.files) {
    if (file.pointer || std::find(condition.words.begin(), condition.words.end(), file.format) == condition.words.end()) continue;
    return {Truth::Met, {}, file.evidence};
  }
  if (facts.release.complete) return {Truth::Unmet, {}, {complete_evidence()}};
  return {Truth::Unknown, {}, {}};
}

Outcome all_of(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const Condition& part : condition.parts) meet(all, evaluate(part, facts, reading));
  return all;
}

Outcome any_of(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome best{Truth::Unmet, {}, {}};
  for (const Condition& part : condition.parts) {
    Outcome one = evaluate(part, facts, reading);
    if (one.truth == Truth::Met) return one;
    // What the first alternative lacks is named; the others are alternatives to it, often dearer.
    if (&part == &condition.parts.front()) best.missing = one.missing;
    append(best.evidence, one.evidence);
    best.truth = best.truth || one.truth;
  }
  return best;
}

}  // namespace

Evidence complete_evidence() {
  Evidence evidence;
  evidence.extractor = "cli/complete";
  evidence.kind = EvidenceKind::User;
  return evidence;
}

Outcome evaluate(const Condition& condition, const Facts& facts, Reading reading) {
  switch (condition.predicate) {
    case Predicate::All: return all_of(condition, facts, reading);
    case Predicate::Any: return any_of(condition, facts, reading);
    case Predicate::Not: {
      Outcome inner = evaluate(condition.parts.front(), facts, reading);
      // That nothing says X is enough for "not stated X": silence about a fault is no fault.
      if (condition.parts.front().predicate == Predicate::Stated && inner.truth != Truth::Met) return {Truth::Met, {}, {}};
      return {!inner.truth, {}, std::move(inner.evidence)};
    }
    case Predicate::Available: return available(condition, facts, reading);
    case Predicate::Licensed:
    case Predicate::Unrestricted: return licensed(condition, facts, reading);
    case Predicate::Unlicensed: return unlicensed(condition, facts);
    case Predicate::Stated: return stated(condition, facts, reading);
    case Predicate::WeightsFormat: return weights_format(condition, facts);
    case Predicate::Bases: return bases_at_least(condition, facts, reading);
    case Predicate::ReadingIs:
      return {(condition.words.front() == "apparent") == (reading == Reading::Apparent) ? Truth::Met : Truth::Unmet, {}, {}};
  }
  return {};
}

}  // namespace aboveboard
