// Predicates over what components are there.
#include <algorithm>

#include "framework/condition_kinds.h"
#include "framework/sentences.h"

namespace aboveboard::conditions {
namespace {

Outcome available_proven(const Component& c, const Facts& facts) {
  const std::string name(display_name(c.id));
  switch (c.presence) {
    case Presence::Present: return {Truth::Met, {}, c.evidence};
    case Presence::DeclaredAbsent: return {Truth::Unmet, {name}, c.evidence};
    case Presence::Partial: return {Truth::Unknown, {sentence("missing.rest", {{"component", name}})}, c.evidence};
    case Presence::Referenced: return {Truth::Unknown, {sentence("missing.elsewhere", {{"component", name}})}, c.evidence};
    case Presence::NotFound:
      if (facts.release.complete) return {Truth::Unmet, {name}, {complete_evidence()}};
      return {Truth::Unknown, {name}, {}};
    case Presence::NotLooked: return {Truth::Unknown, {sentence("missing.not-looked", {{"component", name}})}, {}};
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
    case Presence::NotLooked: return {Truth::Unknown, {sentence("missing.not-looked", {{"component", name}})}, {}};
  }
  return {};
}

Outcome presence_of(const Component& c, Presence wanted, const Facts& facts, Reading reading) {
  const std::string name(display_name(c.id));
  if (c.presence >= wanted) return {Truth::Met, {}, c.evidence};
  if (c.presence == Presence::NotLooked) return {Truth::Unknown, {sentence("missing.not-looked", {{"component", name}})}, {}};
  if (c.presence != Presence::NotFound) return {Truth::Unmet, {name}, c.evidence};
  if (reading == Reading::Apparent) return {Truth::Unmet, {name}, {}};
  if (facts.release.complete) return {Truth::Unmet, {name}, {complete_evidence()}};
  return {Truth::Unknown, {name}, {}};
}

}  // namespace

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

Outcome presence_is(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const ComponentId id : condition.components) meet(all, presence_of(component(facts, id), condition.presence, facts, reading));
  return all;
}

Outcome weights_format(const Condition& condition, const Facts& facts) {
  for (const WeightsFile& file : facts.weights.files) {
    if (file.pointer || std::find(condition.words.begin(), condition.words.end(), file.format) == condition.words.end()) continue;
    return {Truth::Met, {}, file.evidence};
  }
  if (facts.release.complete) return {Truth::Unmet, {}, {complete_evidence()}};
  return {Truth::Unknown, {}, {}};
}

}  // namespace aboveboard::conditions
