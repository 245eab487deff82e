// Predicates over what texts and numbers say: statements, measures, and what is told of the training data.
#include <algorithm>

#include "framework/condition_kinds.h"
#include "framework/sentences.h"

namespace aboveboard::conditions {
namespace {

// What is not told so deeply: silence is absence in the apparent reading and in a release that is declared complete, and unknown otherwise.
Outcome too_shallow(std::string missing, const EvidenceList& evidence, const Facts& facts, Reading reading) {
  if (reading == Reading::Apparent) return {Truth::Unmet, {std::move(missing)}, evidence};
  if (!facts.release.complete) return {Truth::Unknown, {std::move(missing)}, evidence};
  EvidenceList all = evidence;
  all.push_back(complete_evidence());
  return {Truth::Unmet, {std::move(missing)}, std::move(all)};
}

}  // namespace

Outcome stated(const Condition& condition, const Facts& facts, Reading reading) {
  const Statement* statement = find_statement(facts, condition.words.front());
  if (statement != nullptr) return {Truth::Met, {}, statement->evidence};
  if (condition.vouched) return {Truth::Unknown, {statement_wanted(condition.words.front())}, {}};
  return too_shallow(statement_wanted(condition.words.front()), {}, facts, reading);
}

Outcome measure(const Condition& condition, const Facts& facts) {
  const std::string& id = condition.words.front();
  const Measure* found = find_measure(facts, id);
  if (found == nullptr) return {Truth::Unknown, {measure_wanted(id)}, {}};
  const bool met = condition.above ? found->low > condition.bound : found->high < condition.bound;
  const bool unmet = condition.above ? found->high <= condition.bound : found->low >= condition.bound;
  if (met) return {Truth::Met, {}, found->evidence};
  if (unmet) return {Truth::Unmet, {}, found->evidence};
  return {Truth::Unknown, {measure_wanted(id)}, found->evidence};
}

Outcome aspect(const Condition& condition, const Facts& facts, Reading reading) {
  const std::string& id = condition.words.front();
  std::string missing = statement_wanted("data." + id);
  if (condition.depth == Depth::Shared) missing = sentence("missing.shared", {{"what", missing}});
  const auto found = std::find_if(facts.data_aspects.begin(), facts.data_aspects.end(), [&](const DataAspect& one) { return one.id == id; });
  if (found == facts.data_aspects.end()) return too_shallow(std::move(missing), {}, facts, reading);
  if (found->depth >= condition.depth) return {Truth::Met, {}, found->evidence};
  if (found->depth == Depth::Withheld) return {Truth::Unmet, {std::move(missing)}, found->evidence};
  return too_shallow(std::move(missing), found->evidence, facts, reading);
}

Outcome sources(const Condition& condition, const Facts& facts, Reading reading) {
  const std::string access(to_string(condition.access));
  Outcome all{Truth::Met, {}, {}};
  bool any = false;
  for (const DataSource& source : facts.data_sources) {
    if (source.access != condition.access) continue;
    any = true;
    std::string missing = sentence("missing.source", {{"source", source.name}, {"depth", std::string(to_string(condition.depth))}});
    if (source.depth >= condition.depth) {
      meet(all, {Truth::Met, {}, source.evidence});
    } else if (source.depth == Depth::Withheld) {
      meet(all, {Truth::Unmet, {std::move(missing)}, source.evidence});
    } else {
      meet(all, too_shallow(std::move(missing), source.evidence, facts, reading));
    }
  }
  if (!any) return {Truth::Unknown, {sentence("missing.sources", {{"access", access}})}, {}};
  return all;
}

}  // namespace aboveboard::conditions
