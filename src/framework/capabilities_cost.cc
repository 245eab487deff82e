// What it costs to run: sizes, the hardware that they ask for, and terms that may ask for money.
#include <algorithm>
#include <cstdlib>

#include "base/checked.h"
#include "data/embedded.h"
#include "data/value.h"
#include "framework/capabilities.h"
#include "framework/descent.h"
#include "framework/sentences.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

std::vector<std::pair<std::uint64_t, std::string>> load_hardware() {
  std::vector<std::pair<std::uint64_t, std::string>> classes;
  for (const auto& file : data::embedded_below("uses/capabilities.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("hardware") : nullptr;
    if (list == nullptr) std::abort();  // compile_data wrote it
    for (const data::Value& item : list->items) {
      const data::Value* size = item.find("gigabytes");
      classes.emplace_back(size == nullptr ? 0 : static_cast<std::uint64_t>(size->integer.value_or(0)), text_of(item, "name"));
    }
  }
  if (classes.empty()) std::abort();
  return classes;
}

struct Fees {
  std::vector<std::string> named;  // terms that may ask for a paid license, each once
  std::string barred;              // what rules commercial use out
  bool unread = false;             // not all terms that govern the weights are known
  EvidenceList evidence;
};

// A license whose classes tell of limits that none of its terms does may ask for anything.
bool hides_terms(const License& license) {
  const auto has_class = [&](LicenseClass c) { return std::find(license.classes.begin(), license.classes.end(), c) != license.classes.end(); };
  const auto has_term = [&](TermKind kind) { return std::any_of(license.terms.begin(), license.terms.end(), [&](const Term& term) { return term.kind == kind; }); };
  if (license.classes.empty()) return !is_made_up(license);
  const bool hidden_scale = has_class(LicenseClass::ScaleRestricted) && !has_term(TermKind::UserThreshold) && !has_term(TermKind::RevenueThreshold);
  return hidden_scale || has_class(LicenseClass::Unknown) || (has_class(LicenseClass::Proprietary) && license.terms.empty());
}

Fees fees_of(const Facts& facts) {
  Fees fees;
  std::vector<std::string> phrases;
  const Governing* governing = find_governing(facts, ComponentId::Parameters);
  for (const GoverningTerm& governed : governing == nullptr ? std::vector<GoverningTerm>{} : governing->terms) {
    const Term& term = governed.term;
    const std::string_view grade = grade_of(term);
    const bool fee = term.kind == TermKind::UserThreshold || term.kind == TermKind::RevenueThreshold || (term.kind == TermKind::CommercialUse && grade == "conditional");
    const bool barred = term.kind == TermKind::CommercialUse && grade == "no";
    if (!fee && !barred) continue;
    const std::string phrase = phrase_of(term);
    if (phrase.empty() || std::find(phrases.begin(), phrases.end(), phrase) != phrases.end()) continue;
    phrases.push_back(phrase);
    if (fee) fees.named.push_back(with_place(facts, phrase, term.evidence));
    else fees.barred = with_place(facts, phrase, term.evidence);
    fees.evidence.insert(fees.evidence.end(), term.evidence.begin(), term.evidence.end());
  }
  const auto licenses = governing_licenses(facts, ComponentId::Parameters);
  fees.unread = licenses.empty() || base_of_unknown_terms(facts) != nullptr;
  for (const License* license : licenses) {
    fees.unread = fees.unread || hides_terms(*license);
    const bool noncommercial = std::find(license->classes.begin(), license->classes.end(), LicenseClass::Noncommercial) != license->classes.end();
    if (!noncommercial || !fees.barred.empty()) continue;
    fees.barred = with_place(facts, sentence("use.class.noncommercial", {{"license", license->name}}), license->evidence);
    fees.evidence.insert(fees.evidence.end(), license->evidence.begin(), license->evidence.end());
  }
  return fees;
}

std::string in_words(const Fees& fees) {
  std::string text;
  if (!fees.barred.empty()) text += sentence("can.cost.barred", {{"terms", fees.barred}});
  std::string all;
  for (const std::string& fee : fees.named) all += (all.empty() ? "" : "; ") + fee;
  if (!fees.named.empty()) text += sentence("can.cost.fees", {{"terms", all}});
  if (fees.unread) text += sentence("can.cost.unread");
  return text.empty() ? sentence("can.cost.no-fees") : text;
}

}  // namespace

std::string hardware_for(std::uint64_t bytes) {
  static const auto classes = load_hardware();
  constexpr std::uint64_t kGiga = 1'000'000'000;
  const std::uint64_t needed = checked_add(bytes, bytes / 5).value_or(bytes);
  for (const auto& [gigabytes, name] : classes) {
    if (gigabytes == 0 || needed <= gigabytes * kGiga) return name;
  }
  return classes.back().second;
}

Capability know_the_cost(const Facts& facts) {
  Capability capability;
  const Fees fees = fees_of(facts);
  const bool told = !facts.weights.files.empty();
  const std::uint64_t bytes = facts.weights.bytes, memory = memory_of(facts.weights).value_or(bytes);
  const std::string sizes = told ? sentence("can.cost.sizes", {{"bytes", human_bytes(bytes)}, {"memory", human_bytes(memory)}, {"hardware", hardware_for(memory)}}) : sentence("can.cost.unknown");
  EvidenceList evidence = facts.weights.evidence;
  evidence.insert(evidence.end(), fees.evidence.begin(), fees.evidence.end());
  const bool limited = !fees.named.empty() || !fees.barred.empty();
  settle(capability, limited || (told && fees.unread) ? Answer::Limits : told ? Answer::Yes : Answer::Unknown, sizes + in_words(fees), std::move(evidence));
  return capability;
}

}  // namespace aboveboard
