// Terms that the policy refuses, in what governs its components.
#include <algorithm>

#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard::policy {
namespace {

// The number that a threshold begins with; nothing where there is none, or more than fits.
std::optional<std::uint64_t> number_of(std::string_view value) { return parse_decimal(value.substr(0, value.find_first_not_of("0123456789"))); }

enum class Standing { Free, Refused, Untold };

Standing refused_by(const TermRule& rule, const Term& term) {
  if (term.kind != rule.kind || is_free(term)) return Standing::Free;
  // Conditions of passing on are courtesies; that it may not be passed on is what somebody refuses.
  if ((term.kind == TermKind::Redistribution || term.kind == TermKind::Modification) && !restricts(term)) return Standing::Free;
  if (!rule.below) return Standing::Refused;
  const auto number = number_of(term.value);
  return !number ? Standing::Untold : *number < *rule.below ? Standing::Refused : Standing::Free;
}

std::string grouped(const std::string& value) {
  if (value.size() < 4 || !parse_decimal(value)) return plain_text(value);
  std::string digits = value;
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

// Was the text read by its clauses only, so that what was not found may still be there?
bool is_half_read(const License& license) {
  if (is_made_up(license)) return false;
  if (license.classes.empty() || std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end()) return true;
  return license.detected && !license.clarified && (license.verdict == MatchVerdict::Modified || license.verdict == MatchVerdict::Unknown);
}

void judge_term(Judging& judging, const TermRule& rule, ComponentId id, const GoverningTerm& governed) {
  const Standing found = refused_by(rule, governed.term);
  if (found == Standing::Free) return;
  const License* license = find_license(judging.report.facts, governed.license);
  const EvidenceList& evidence = governed.term.evidence.empty() && license != nullptr ? license->evidence : governed.term.evidence;
  const std::string subject = std::string(to_string(id)) + " " + std::string(to_string(rule.kind)) + " " + governed.term.value + " of " + governed.license;
  const std::string name = plain_text(license == nullptr ? governed.license : license->name.empty() ? license->id : license->name);
  const std::string value = grouped(governed.term.value), kind(to_string(rule.kind)), component_name(display_name(id));
  if (found == Standing::Untold)
    judging.cannot_tell("policy/term", rule.line, subject, judging.say("policy.term.untold-number", {{"component", component_name}, {"term", kind}, {"value", value}, {"license", name}, {"below", grouped(std::to_string(*rule.below))}}), first_of(evidence));
  else
    judging.violate("policy/term", rule.line, subject, judging.say(rule.below ? "policy.term.below" : "policy.term.refused", {{"component", component_name}, {"term", kind}, {"value", value}, {"license", name}, {"below", rule.below ? grouped(std::to_string(*rule.below)) : ""}}), first_of(evidence));
}

// Licenses that were not understood whole: what was not found in them may be there.
void judge_silence(Judging& judging, const TermRules& rules, ComponentId id, const Governing& governing) {
  for (const std::string& license_id : governing.licenses) {
    const License* license = find_license(judging.report.facts, license_id);
    if (license == nullptr || !is_half_read(*license)) continue;
    judging.cannot_tell("policy/term", rules.line, std::string(to_string(id)) + " of " + license_id, judging.say("policy.term.half-read", {{"component", std::string(display_name(id))}, {"license", plain_text(license->name.empty() ? license_id : license->name)}}), first_of(license->evidence));
  }
}

}  // namespace

void judge_terms(Judging& judging) {
  if (!judging.policy.terms) return;
  const TermRules& rules = *judging.policy.terms;
  for (const ComponentId id : rules.components) {
    const Governing* governing = find_governing(judging.report.facts, id);
    if (governing == nullptr || governing->licenses.empty()) {
      judging.cannot_tell("policy/term", rules.line, std::string(to_string(id)), judging.say("policy.term.none", {{"component", std::string(display_name(id))}}), first_of(component(judging.report.facts, id).evidence));
      continue;
    }
    for (const TermRule& rule : rules.refuse) {
      for (const GoverningTerm& governed : governing->terms) judge_term(judging, rule, id, governed);
    }
    judge_silence(judging, rules, id, *governing);
  }
  if (std::find(rules.components.begin(), rules.components.end(), ComponentId::Parameters) == rules.components.end()) return;
  for (const Lineage* base : untold_bases(judging.report.facts)) judging.cannot_tell("policy/term", rules.line, "base " + base->base, judging.say("policy.term.base", {{"base", plain_text(base->base)}}), first_of(base->evidence));
}

}  // namespace aboveboard::policy
