#include "framework/language_words.h"

#include <algorithm>

#include "base/text.h"
#include "framework/descent.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

std::string grouped(const std::string& value) {
  const auto number = parse_decimal(value);
  return number ? with_commas(*number) : value;
}

bool denies(const Term& term) { return term.value == "no" || term.value.starts_with("no ") || term.value == "forbidden"; }

std::string restriction(const Term& term, const std::string& tongue) {
  std::string id = tongue + "." + std::string(to_string(term.kind));
  if (term.kind == TermKind::CommercialUse || term.kind == TermKind::OutputTraining) id += denies(term) ? ".no" : ".conditional";
  return sentence(id, {{"value", grouped(term.value)}});
}

std::vector<const License*> granted(const Facts& facts) {
  std::vector<const License*> licenses = governing_licenses(facts, ComponentId::Parameters);
  std::erase_if(licenses, [](const License* license) { return is_made_up(*license); });
  return licenses;
}

bool unclassed(const License& license) {
  return license.classes.empty() || std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end();
}

}  // namespace

std::vector<std::string> restrictions(const Facts& facts, Tongue tongue) {
  const std::string words = tongue == Tongue::English ? "restrict" : "restrict-zh";
  std::vector<std::string> all;
  const auto add = [&](std::string text) {
    if (std::find(all.begin(), all.end(), text) == all.end()) all.push_back(std::move(text));
  };
  if (const Governing* governing = find_governing(facts, ComponentId::Parameters)) {
    for (const GoverningTerm& governed : governing->terms) {
      if (restricts(governed.term)) add(restriction(governed.term, words));
    }
  }
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  const bool more = std::any_of(licenses.begin(), licenses.end(), [](const License* license) { return has_restriction(license->classes); });
  if (all.empty() && more) add(sentence(words + ".other"));
  return all;
}

bool terms_are_known(const Facts& facts) {
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  const bool known = std::all_of(licenses.begin(), licenses.end(), [](const License* l) { return is_made_up(*l) || (l->detected && l->verdict <= MatchVerdict::Equivalent && !unclassed(*l)); });
  return !licenses.empty() && known && base_of_unknown_terms(facts) == nullptr;
}

std::string license_clause(const Facts& facts) {
  std::vector<const License*> licenses = granted(facts);
  if (licenses.empty()) licenses = governing_licenses(facts, ComponentId::Parameters);
  if (licenses.empty()) return sentence("clause.no-license");
  const bool declared = std::none_of(licenses.begin(), licenses.end(), [](const License* license) { return license->detected; });
  std::string text = sentence(declared ? "clause.license.declared" : "clause.license", {{"licenses", license_names(licenses)}});
  const std::vector<std::string> taken = restrictions(facts, Tongue::English);
  if (!taken.empty()) text += sentence("clause.restricted", {{"restrictions", join_and(taken)}});
  else if (std::any_of(licenses.begin(), licenses.end(), [](const License* license) { return unclassed(*license); })) text += sentence("clause.unclassed");
  if (const Lineage* base = base_of_unknown_terms(facts)) text += sentence("clause.base-unknown", {{"base", base->base}});
  return text;
}

std::string noun_of(const LabelVerdict& label) {
  return sentence(label.apparent ? "noun." + std::string(to_string(*label.apparent)) : std::string("noun.undetermined"));
}

std::string missing_words(const LabelVerdict& label) {
  std::vector<std::string> missing;
  for (const Blocking& blocking : label.blocking) {
    const bool said = std::find(missing.begin(), missing.end(), blocking.missing) != missing.end();
    if (blocking.requirement != "g7.weights-license" && !blocking.missing.empty() && !said) missing.push_back(blocking.missing);
  }
  return join_and(missing);
}

std::string standing(const Component& component) { return sentence("standing." + std::string(to_string(component.presence))); }

std::string data_standing(const Facts& facts) {
  const Component& datasets = component(facts, ComponentId::Datasets);
  const bool withheld = find_statement(facts, "data.withheld") != nullptr || datasets.presence == Presence::DeclaredAbsent;
  if (withheld) return sentence("standing.declared-absent");
  if (datasets.presence >= Presence::Referenced) return standing(datasets);
  for (const char* id : {"data.named-sources", "data.public-list", "data.provenance"}) {
    if (find_statement(facts, id) != nullptr) return sentence("standing.described");
  }
  if (find_statement(facts, "data.vague") != nullptr) return sentence("standing.vague");
  return standing(datasets);
}

}  // namespace aboveboard
