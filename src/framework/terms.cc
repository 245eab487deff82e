#include "framework/terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"
#include "framework/condition.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

// Numbers of users and money are stored as plain digits; a reader wants them grouped.
std::string readable(const std::string& value) {
  if (value.empty() || value.find_first_not_of("0123456789") != std::string::npos) return value;
  return with_commas(std::strtoull(value.c_str(), nullptr, 10));
}

std::string graded(const char* id, const Term& term) {
  return sentence(std::string(id) + (term.value == "no" || term.value.starts_with("no ") || term.value == "forbidden" ? ".no" : ".conditional"));
}

}  // namespace

std::string phrase_of(const Term& term) {
  if (is_free(term)) return "";
  switch (term.kind) {
    case TermKind::UseAny: return "";
    case TermKind::CommercialUse: return graded("term.commercial-use", term);
    case TermKind::Redistribution: return graded("term.redistribution", term);
    case TermKind::Modification: return graded("term.modification", term);
    case TermKind::OutputTraining: return graded("term.output-training", term);
    case TermKind::Patent: return graded("term.patent", term);
    case TermKind::UserThreshold: return sentence("term.user-threshold", {{"value", readable(term.value)}});
    case TermKind::RevenueThreshold: return sentence("term.revenue-threshold", {{"value", readable(term.value)}});
    default: return sentence("term." + std::string(to_string(term.kind)));
  }
}

std::vector<const License*> governing_licenses(const Facts& facts, ComponentId id) {
  std::vector<const License*> licenses;
  for (const std::string& license_id : component(facts, id).licenses) {
    if (const License* license = find_license(facts, license_id)) licenses.push_back(license);
  }
  return licenses;
}

std::string license_names(const std::vector<const License*>& licenses) {
  std::vector<std::string> names;
  for (const License* license : licenses) names.push_back(license->name.empty() ? license->id : license->name);
  return join_and(names);
}

std::vector<TermPhrase> governing_terms(const Facts& facts, ComponentId id) {
  std::vector<TermPhrase> phrases;
  const Governing* governing = find_governing(facts, id);
  for (const GoverningTerm& governed : governing == nullptr ? std::vector<GoverningTerm>{} : governing->terms) {
    const Term& term = governed.term;
    std::string text = phrase_of(term);
    if (text.empty()) continue;
    const auto same = std::find_if(phrases.begin(), phrases.end(), [&](const TermPhrase& p) { return p.text == text; });
    if (same != phrases.end()) continue;
    const License* license = term.evidence.empty() ? find_license(facts, governed.license) : nullptr;
    phrases.push_back({std::move(text), term.kind, restricts(term), license == nullptr ? term.evidence : license->evidence});
  }
  // A license that restricts in a way that none of its terms says.
  for (const License* license : governing_licenses(facts, id)) {
    const bool said = std::any_of(phrases.begin(), phrases.end(), [](const TermPhrase& p) { return p.restriction; });
    if (has_restriction(license->classes) && !said) phrases.push_back({sentence("term.other-restriction"), TermKind::UseAny, true, license->evidence});
  }
  std::stable_partition(phrases.begin(), phrases.end(), [](const TermPhrase& p) { return p.restriction; });
  return phrases;
}

std::string place_of(const Facts& facts, const EvidenceList& evidence) {
  for (const Evidence& e : evidence) {
    if (e.path.empty()) continue;
    std::string place = facts.release.sources.size() > 1 ? e.source + "/" + e.path : e.path;
    if (e.line) place += ":" + std::to_string(*e.line);
    return place;
  }
  return "";
}

std::string with_commas(std::uint64_t value) {
  std::string digits = std::to_string(value);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

std::string human_bytes(std::uint64_t bytes) {
  static constexpr std::array<const char*, 5> kUnits = {"bytes", "kB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return unit == 0 ? fmt::format("{} bytes", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

}  // namespace aboveboard
