#include "framework/descent.h"

#include <algorithm>

#include "framework/sentences.h"

namespace aboveboard {
namespace {

bool is_own_base(const Lineage& line) { return line.of.empty() && inherits_terms(line); }

Truth truth_of(const BaseLabel& base, Label label, Reading reading) {
  if (reading == Reading::Apparent && base.apparent) return *base.apparent >= label ? Truth::Met : Truth::Unmet;
  if (base.at_least && *base.at_least >= label) return Truth::Met;
  return base.at_most < label ? Truth::Unmet : Truth::Unknown;
}

Truth truth_of_absent(const Lineage& line, const Condition& condition, const Facts& facts, Reading reading) {
  const bool said = std::any_of(condition.words.begin(), condition.words.end(), [&](const std::string& id) { return find_statement(facts, id) != nullptr; });
  if (condition.label > Label::OpenWeights) return said && reading == Reading::Apparent ? Truth::Met : Truth::Unknown;
  return line.terms_inherited != "unknown" || reading == Reading::Apparent ? Truth::Met : Truth::Unknown;
}

Outcome base_at_least(const Lineage& line, const Condition& condition, const Facts& facts, Reading reading) {
  const auto here = std::find_if(facts.bases.begin(), facts.bases.end(), [&](const BaseLabel& base) { return base.base == line.base; });
  const Truth truth = here == facts.bases.end() ? truth_of_absent(line, condition, facts, reading) : truth_of(*here, condition.label, reading);
  if (truth == Truth::Met) return {truth, {}, line.evidence};
  const char* missing = truth == Truth::Unmet ? "base.opener" : condition.label <= Label::OpenWeights ? "base.terms" : "base.how-open";
  return {truth, {sentence(missing, {{"base", line.base}})}, line.evidence};
}

}  // namespace

const Lineage* base_of_unknown_terms(const Facts& facts) {
  const auto found = std::find_if(facts.lineage.begin(), facts.lineage.end(), [](const Lineage& line) { return inherits_terms(line) && line.terms_inherited == "unknown"; });
  return found == facts.lineage.end() ? nullptr : &*found;
}

bool has_bases(const Facts& facts) { return std::any_of(facts.lineage.begin(), facts.lineage.end(), is_own_base); }

Outcome bases_at_least(const Condition& condition, const Facts& facts, Reading reading) {
  Outcome all{Truth::Met, {}, {}};
  for (const Lineage& line : facts.lineage) {
    if (!is_own_base(line)) continue;
    const Outcome one = base_at_least(line, condition, facts, reading);
    if (one.truth < all.truth) all.evidence.clear();
    if (one.truth <= all.truth) all.evidence.insert(all.evidence.end(), one.evidence.begin(), one.evidence.end());
    all.truth = all.truth && one.truth;
    all.missing.insert(all.missing.end(), one.missing.begin(), one.missing.end());
  }
  return all;
}

}  // namespace aboveboard
