#include <algorithm>

#include "base/text.h"
#include "framework/condition.h"
#include "framework/framework.h"
#include "framework/ladder.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

// The lowest label under which a claim of this kind is fair; nothing where the label does not decide it.
std::optional<Label> label_needed(const std::string& kind) {
  if (kind == "open-source" || kind == "fully-open") return Label::OpenSource;
  if (kind == "open-license") return Label::OpenWeights;
  if (kind == "open-data") return Label::OpenSourceOpenData;
  return std::nullopt;
}

std::string reason(const Facts& facts, const LabelVerdict& label) {
  for (const License* license : governing_licenses(facts, ComponentId::Parameters)) {
    if (has_restriction(license->classes)) return sentence("openwashing.why.license", {{"license", license->name}});
  }
  std::vector<std::string> missing;
  for (const Blocking& b : label.blocking) {
    if (!b.missing.empty()) missing.push_back(b.missing);
  }
  return sentence("openwashing.why.missing", {{"missing", join_and(missing)}});
}

std::string careful(const Facts& facts, const LabelVerdict& label) {
  const std::string licenses = license_names(governing_licenses(facts, ComponentId::Parameters));
  if (!label.apparent) return sentence("language.undetermined");
  switch (*label.apparent) {
    case Label::Closed: return sentence("language.closed");
    case Label::WeightsAvailable: return sentence(licenses.empty() ? "language.undetermined" : "language.weights-available", {{"licenses", licenses}});
    case Label::OpenWeights: return sentence("language.open-weights", {{"licenses", licenses}});
    case Label::OpenSource:
    case Label::OpenSourceOpenData: return sentence("language.open-source");
  }
  return "";
}

// Beyond the upper bound: overstated. Beyond what a curator would say: unsupported by what the release shows.
enum class Excess { None, Unsupported, Overstated };

Excess excess_of(const Claim& claim, const LabelVerdict& label) {
  const auto needed = label_needed(claim.kind);
  if (!needed) return Excess::None;
  if (*needed > label.at_most) return Excess::Overstated;
  return label.apparent && *needed > *label.apparent ? Excess::Unsupported : Excess::None;
}

}  // namespace

std::vector<Finding> find_openwashing(const Facts& facts, const LabelVerdict& label) {
  std::vector<Finding> findings;
  const std::string why = reason(facts, label), say = careful(facts, label);
  for (const Claim& claim : facts.claims) {
    const Excess excess = excess_of(claim, label);
    if (excess == Excess::None) continue;
    const bool over = excess == Excess::Overstated;
    const Label shown = over ? label.at_most : *label.apparent;
    Finding finding;
    finding.rule = over ? "openwashing/overstated" : "openwashing/unsupported";
    finding.level = over ? FindingLevel::Error : FindingLevel::Warning;
    finding.message = sentence(over ? "openwashing.overstated" : "openwashing.unsupported",
                               {{"words", claim.words}, {"label", std::string(display_name(shown))}, {"why", why}});
    finding.help = sentence("openwashing.help", {{"say", say}});
    finding.evidence = {claim.evidence};
    findings.push_back(std::move(finding));
  }
  return findings;
}

Language careful_language(const Facts& facts, const LabelVerdict& label) {
  Language language;
  if (label.apparent) language.say.push_back(sentence("language.label", {{"label", std::string(display_name(*label.apparent))}}));
  const std::string say = careful(facts, label);
  language.say.push_back(say);
  std::vector<std::string> missing;
  for (const Blocking& b : label.blocking) {
    if (b.requirement != "g7.weights-license" && !b.missing.empty()) missing.push_back(b.missing);
  }
  if (!missing.empty()) language.say.push_back(sentence("language.not-shown", {{"missing", join_and(missing)}}));
  for (const Claim& claim : facts.claims) {
    if (excess_of(claim, label) != Excess::None) language.instead_of.push_back({claim.words, say, {claim.evidence}});
  }
  return language;
}

}  // namespace aboveboard
