#include <algorithm>

#include "base/text.h"
#include "framework/framework.h"
#include "framework/ladder.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

// Requirements that stand between the release and the rung, as a careful curator sees them.
std::vector<Blocking> blocking_below(const Framework& framework, const Facts& facts, const Rung& rung, Reading reading) {
  std::vector<Blocking> blocking;
  for (const std::string& id : rung.requires_ids) {
    Outcome outcome = evaluate(find_requirement(framework, id)->when, facts, reading);
    if (outcome.truth == Truth::Met) continue;
    blocking.push_back({id, join_and(outcome.missing), std::move(outcome.evidence)});
  }
  return blocking;
}

const Rung* rung_of(const Framework& framework, Label label) {
  for (const Rung& rung : framework.ladder) {
    if (rung.label == label) return &rung;
  }
  return nullptr;
}

const Rung* rung_above(const Framework& framework, Label label) {
  for (const Rung& rung : framework.ladder) {
    if (rung.label > label) return &rung;
  }
  return nullptr;
}

// What decided the label: the facts that rule out the next rung, else those that carry this one.
EvidenceList deciding_evidence(const Framework& framework, const Facts& facts, Label label) {
  EvidenceList evidence;
  if (const Statement* service = find_statement(facts, "weights.api-only"); service != nullptr && label == Label::Closed) return service->evidence;
  if (const Rung* above = rung_above(framework, label)) {
    for (const Blocking& b : blocking_below(framework, facts, *above, Reading::Apparent)) {
      evidence.insert(evidence.end(), b.evidence.begin(), b.evidence.end());
    }
  }
  if (!evidence.empty()) return evidence;
  if (const Rung* rung = rung_of(framework, label)) {
    for (const std::string& id : rung->requires_ids) {
      const Outcome outcome = evaluate(find_requirement(framework, id)->when, facts, Reading::Apparent);
      evidence.insert(evidence.end(), outcome.evidence.begin(), outcome.evidence.end());
    }
  }
  return evidence;
}

std::string plain_sentence(const Facts& facts, Label label, std::optional<Label> at_least) {
  if (label == Label::Closed && component(facts, ComponentId::Parameters).presence == Presence::NotFound) {
    return sentence(find_statement(facts, "weights.api-only") == nullptr ? "label.closed.unmentioned" : "label.closed.api");
  }
  const bool said = label >= Label::OpenSource && (!at_least || *at_least < label);
  return sentence("label." + std::string(to_string(label)) + (said ? ".said" : ""));
}

std::string label_sentence(const LabelVerdict& verdict, const Framework& framework, const Facts& facts) {
  if (!verdict.apparent && component(facts, ComponentId::Parameters).presence == Presence::NotLooked) return sentence("label.not-looked");
  if (!verdict.apparent) return sentence("label.undetermined");
  if (verdict.at_most == *verdict.apparent || *verdict.apparent < Label::OpenWeights) return plain_sentence(facts, *verdict.apparent, verdict.at_least);
  std::vector<std::string> missing;
  for (const Blocking& b : blocking_below(framework, facts, *rung_above(framework, *verdict.apparent), Reading::Apparent)) missing.push_back(b.missing);
  return sentence("label.range", {{"apparent", std::string(display_name(*verdict.apparent))},
                                  {"possible", std::string(display_name(rung_above(framework, *verdict.apparent)->label))},
                                  {"missing", join_and(missing)}});
}

}  // namespace

LabelVerdict derive_label(const Facts& facts, const std::vector<FrameworkResult>&) {
  const Framework& framework = framework_by_id("g7-labels");
  const Readings readings = climb(framework, facts);
  LabelVerdict verdict;
  verdict.at_least = readings.at_least;
  verdict.at_most = readings.at_most;
  verdict.apparent = readings.apparent;
  verdict.sentence = label_sentence(verdict, framework, facts);
  const Label from = readings.apparent.value_or(readings.at_least.value_or(Label::Closed));
  if (const Rung* above = rung_above(framework, from)) verdict.blocking = blocking_below(framework, facts, *above, Reading::Apparent);
  if (verdict.apparent) verdict.evidence = deciding_evidence(framework, facts, *verdict.apparent);
  if (verdict.evidence.size() > 6) verdict.evidence.resize(6);
  return verdict;
}

}  // namespace aboveboard
