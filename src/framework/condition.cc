#include "framework/condition.h"

#include <algorithm>

#include "framework/condition_kinds.h"
#include "framework/descent.h"

namespace aboveboard {
namespace conditions {

void append(EvidenceList& to, const EvidenceList& from) { to.insert(to.end(), from.begin(), from.end()); }

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

void meet(Outcome& all, const Outcome& one) {
  if (one.truth < all.truth) all.evidence.clear();
  if (one.truth <= all.truth) append(all.evidence, one.evidence);
  all.truth = all.truth && one.truth;
  if (one.truth != Truth::Met) append(all.missing, one.missing);
}

}  // namespace conditions

namespace {

Outcome all_of(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const Condition& part : condition.parts) conditions::meet(all, evaluate(part, facts, reading));
  return all;
}

Outcome any_of(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome best{Truth::Unmet, {}, {}};
  for (const Condition& part : condition.parts) {
    Outcome one = evaluate(part, facts, reading);
    if (one.truth == Truth::Met) return one;
    // What the first alternative lacks is named; the others are alternatives to it, often dearer.
    if (&part == &condition.parts.front()) best.missing = one.missing;
    conditions::append(best.evidence, one.evidence);
    best.truth = best.truth || one.truth;
  }
  return best;
}

Outcome not_so(const Condition& part, const Facts& facts, Reading reading) {
  Outcome inner = evaluate(part, facts, reading);
  // That nothing says X is enough for "not stated X": silence about a fault is no fault.
  if (part.predicate == Predicate::Stated && inner.truth != Truth::Met) return {Truth::Met, {}, {}};
  return {!inner.truth, std::move(inner.missing), std::move(inner.evidence)};
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
    case Predicate::Not: return not_so(condition.parts.front(), facts, reading);
    case Predicate::Available: return conditions::available(condition, facts, reading);
    case Predicate::PresenceIs: return conditions::presence_is(condition, facts, reading);
    case Predicate::Licensed:
    case Predicate::Unrestricted: return conditions::licensed(condition, facts, reading);
    case Predicate::Unlicensed: return conditions::unlicensed(condition, facts);
    case Predicate::Stated: return conditions::stated(condition, facts, reading);
    case Predicate::WeightsFormat: return conditions::weights_format(condition, facts);
    case Predicate::Bases: return bases_at_least(condition, facts, reading);
    case Predicate::ReadingIs:
      return {(condition.words.front() == "apparent") == (reading == Reading::Apparent) ? Truth::Met : Truth::Unmet, {}, {}};
    case Predicate::Requirement: return condition.target == nullptr ? Outcome{} : evaluate(*condition.target, facts, reading);
    case Predicate::Measure: return conditions::measure(condition, facts);
    case Predicate::Aspect: return conditions::aspect(condition, facts, reading);
    case Predicate::Sources: return conditions::sources(condition, facts, reading);
  }
  return {};
}

}  // namespace aboveboard
