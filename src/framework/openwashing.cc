#include "framework/openwashing.h"

#include <algorithm>

#include "base/text.h"
#include "framework/framework.h"
#include "framework/language_words.h"
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

// A claim that commercial use is allowed, where the terms forbid it or ask for something above a threshold.
Excess commercial_excess(const Facts& facts) {
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  const auto noncommercial = [](const License* license) { return std::find(license->classes.begin(), license->classes.end(), LicenseClass::Noncommercial) != license->classes.end(); };
  if (std::any_of(licenses.begin(), licenses.end(), noncommercial)) return Excess::Overstated;
  for (const TermPhrase& term : governing_terms(facts, ComponentId::Parameters)) {
    const bool limits = term.kind == TermKind::CommercialUse || term.kind == TermKind::UserThreshold || term.kind == TermKind::RevenueThreshold;
    if (limits && term.restriction) return Excess::Imprecise;
  }
  return Excess::None;
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

std::string message(const Claim& claim, Excess excess, const LabelVerdict& label, const Facts& facts, const std::string& why) {
  if (claim.kind == "commercial-use") return sentence("openwashing.commercial", {{"words", claim.words}, {"restrictions", join_and(restrictions(facts, Tongue::English))}});
  const bool over = excess == Excess::Overstated;
  return sentence(over ? "openwashing.overstated" : "openwashing.unsupported",
                  {{"words", claim.words}, {"label", std::string(display_name(over ? label.at_most : *label.apparent))}, {"why", why}});
}

}  // namespace

Excess excess_of(const Claim& claim, const Facts& facts, const LabelVerdict& label) {
  if (claim.kind == "commercial-use") return commercial_excess(facts);
  const auto needed = label_needed(claim.kind);
  if (!needed) return Excess::None;
  if (*needed > label.at_most) return Excess::Overstated;
  return label.apparent && *needed > *label.apparent ? Excess::Unsupported : Excess::None;
}

std::vector<Finding> find_openwashing(const Facts& facts, const LabelVerdict& label) {
  std::vector<Finding> findings;
  const std::string why = reason(facts, label);
  for (const Claim& claim : facts.claims) {
    const Excess excess = excess_of(claim, facts, label);
    if (excess < Excess::Unsupported) continue;
    Finding finding;
    finding.rule = excess == Excess::Overstated ? "openwashing/overstated" : "openwashing/unsupported";
    finding.level = excess == Excess::Overstated ? FindingLevel::Error : FindingLevel::Warning;
    finding.message = message(claim, excess, label, facts, why);
    finding.help = sentence("openwashing.help", {{"say", instead_of(claim, facts, label).say}});
    finding.evidence = {claim.evidence};
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aboveboard
