// Careful language: what may be said of a release in general, on a card, in a paper; for procurement see procurement.cc.
#include "framework/language_words.h"

#include <algorithm>

#include "base/text.h"
#include "framework/framework.h"
#include "framework/openwashing.h"
#include "framework/procurement.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

std::string general(const Facts& facts, const LabelVerdict& label) {
  const std::string licenses = license_names(governing_licenses(facts, ComponentId::Parameters));
  if (!label.apparent) return sentence("language.undetermined");
  switch (*label.apparent) {
    case Label::Closed: return sentence("language.closed");
    case Label::WeightsAvailable: return sentence(licenses.empty() ? "language.undetermined" : "language.weights-available", {{"licenses", licenses}});
    case Label::OpenWeights: return sentence("language.open-weights", {{"licenses", licenses}});
    case Label::OpenSource:
    case Label::OpenSourceOpenData: return sentence(label.at_least == label.apparent ? "language.open-source" : "language.open-source.said");
  }
  return "";
}

std::string label_text(const LabelVerdict& label) {
  if (!label.apparent) return sentence("language.label.undetermined");
  const bool proven = label.at_least == label.apparent || *label.apparent == Label::Closed;
  return sentence(proven ? "language.label" : "language.label.said", {{"label", std::string(display_name(*label.apparent))}});
}

void add(Language& language, std::string reader, std::string id, std::string text, EvidenceList evidence) {
  constexpr std::size_t kEvidence = 4;
  if (evidence.size() > kEvidence) evidence.resize(kEvidence);
  language.texts.push_back({.reader = std::move(reader), .id = std::move(id), .sentence = std::move(text), .evidence = std::move(evidence)});
}

EvidenceList license_evidence(const Facts& facts) {
  EvidenceList evidence;
  for (const License* license : governing_licenses(facts, ComponentId::Parameters)) {
    if (!license->evidence.empty()) evidence.push_back(license->evidence.front());
  }
  return evidence;
}

// Any description as open should say which components are available, and with what restrictions (Group of Seven, Vision on openness of AI, principle 4).
void say_components(Language& language, const Facts& facts, const char* id, std::initializer_list<Presence> which) {
  std::vector<std::string> names;
  EvidenceList evidence;
  for (const Component& c : facts.components) {
    if (std::find(which.begin(), which.end(), c.presence) == which.end()) continue;
    names.emplace_back(display_name(c.id));
    if (!c.evidence.empty()) evidence.push_back(c.evidence.front());
  }
  if (!names.empty()) add(language, "card", id, sentence("card." + std::string(id), {{"components", join_and(names)}}), std::move(evidence));
}

void write_for_card(Language& language, const Facts& facts, const LabelVerdict& label) {
  add(language, "card", "label", label_text(label), label.evidence);
  add(language, "card", "license", sentence("card.license", {{"clause", license_clause(facts)}}), license_evidence(facts));
  add(language, "card", "data", sentence("card.data", {{"data", data_standing(facts)}}), component(facts, ComponentId::Datasets).evidence);
  say_components(language, facts, "here", {Presence::Present});
  say_components(language, facts, "part", {Presence::Partial});
  say_components(language, facts, "linked", {Presence::Referenced});
  say_components(language, facts, "withheld", {Presence::DeclaredAbsent});
  say_components(language, facts, facts.release.complete ? "absent" : "not-shown", {Presence::NotFound});
}

std::string reproducible(const Facts& facts) {
  std::vector<std::string> missing;
  for (const ComponentId id : {ComponentId::TrainingCode, ComponentId::TrainingConfiguration, ComponentId::DataProcessingCode, ComponentId::Datasets}) {
    if (component(facts, id).presence != Presence::Present) missing.emplace_back(display_name(id));
  }
  return missing.empty() ? sentence("paper.reproducible") : sentence("paper.not-reproducible", {{"missing", join_and(missing)}});
}

void write_for_paper(Language& language, const Facts& facts, const LabelVerdict& label) {
  const Weights& weights = facts.weights;
  const std::string formats = join_and(weights.formats), noun = noun_of(label), clause = license_clause(facts);
  std::string text;
  if (label.apparent == Label::Closed) text = sentence("paper.closed", {{"name", facts.release.name}});
  else if (weights.parameters) text = sentence("paper.model", {{"name", facts.release.name}, {"noun", noun}, {"parameters", with_commas(*weights.parameters)}, {"formats", formats}, {"clause", clause}});
  else text = sentence("paper.model.uncounted", {{"name", facts.release.name}, {"noun", noun}, {"clause", clause}});
  add(language, "paper", "model", std::move(text), weights.evidence.empty() ? license_evidence(facts) : weights.evidence);
  EvidenceList evidence = component(facts, ComponentId::TrainingCode).evidence;
  const EvidenceList& data = component(facts, ComponentId::Datasets).evidence;
  evidence.insert(evidence.end(), data.begin(), data.end());
  const std::string name = label.apparent ? std::string(display_name(*label.apparent)) : sentence("paper.no-label");
  add(language, "paper", "openness",
      sentence("paper.openness", {{"label", name}, {"data", data_standing(facts)}, {"code", standing(component(facts, ComponentId::TrainingCode))}, {"reproducible", reproducible(facts)}}),
      std::move(evidence));
}

}  // namespace

Language careful_language(const Facts& facts, const LabelVerdict& label, const std::vector<FrameworkResult>& frameworks) {
  Language language;
  if (label.apparent) language.say.push_back(label_text(label));
  language.say.push_back(general(facts, label));
  const std::string missing = missing_words(label);
  if (!missing.empty()) language.say.push_back(sentence("language.not-shown", {{"missing", missing}}));
  for (const Claim& claim : facts.claims) {
    if (excess_of(claim, facts, label) != Excess::None) language.instead_of.push_back(instead_of(claim, facts, label));
  }
  write_for_card(language, facts, label);
  for (CarefulText& text : procurement_form(facts, frameworks)) language.texts.push_back(std::move(text));
  write_for_paper(language, facts, label);
  return language;
}

}  // namespace aboveboard
