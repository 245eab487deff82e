#include "framework/descent.h"

#include <algorithm>

#include "framework/sentences.h"

namespace aboveboard {
namespace {

const Lineage* edge_to(const Facts& facts, const std::string& base) {
  const auto found = std::find_if(facts.lineage.begin(), facts.lineage.end(), [&](const Lineage& line) { return line.of.empty() && line.base == base; });
  return found == facts.lineage.end() ? nullptr : &*found;
}

// Weights that are here are available, however closed the base; what else it lacks, the release lacks as well.
Label at_least_available(Label label) { return std::max(label, Label::WeightsAvailable); }

void cap(LabelVerdict& verdict, const BaseLabel& base, const Lineage& line) {
  const auto lower = [](std::optional<Label>& label, Label limit) {
    const bool lowered = label && *label > limit;
    if (lowered) label = limit;
    return lowered;
  };
  bool told = lower(verdict.at_least, at_least_available(base.at_least.value_or(Label::WeightsAvailable)));
  std::optional<Label> most = verdict.at_most;
  told = lower(most, at_least_available(base.at_most)) || told;
  verdict.at_most = *most;
  if (base.apparent) told = lower(verdict.apparent, at_least_available(*base.apparent)) || told;
  if (!told) return;
  const Label shown = base.apparent.value_or(base.at_most);
  verdict.blocking.insert(verdict.blocking.begin(), {"lineage.base", sentence("base.opener", {{"base", base.base}}), line.evidence});
  verdict.sentence += " " + sentence("label.capped", {{"base", base.base}, {"label", std::string(display_name(shown))}});
}

}  // namespace

const Lineage* base_of_unknown_terms(const Facts& facts) {
  const auto found = std::find_if(facts.lineage.begin(), facts.lineage.end(), [](const Lineage& line) { return inherits_terms(line) && line.terms_inherited == "unknown"; });
  return found == facts.lineage.end() ? nullptr : &*found;
}

void cap_by_bases(const Facts& facts, LabelVerdict& verdict) {
  for (const BaseLabel& base : facts.bases) {
    const Lineage* line = edge_to(facts, base.base);
    if (line != nullptr && inherits_terms(*line)) cap(verdict, base, *line);
  }
  const Lineage* unknown = base_of_unknown_terms(facts);
  if (unknown == nullptr || !verdict.at_least || *verdict.at_least <= Label::WeightsAvailable) return;
  verdict.at_least = Label::WeightsAvailable;
  verdict.blocking.push_back({"lineage.base", sentence("base.terms", {{"base", unknown->base}}), unknown->evidence});
}

}  // namespace aboveboard
