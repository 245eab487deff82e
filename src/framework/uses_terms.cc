#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "framework/descent.h"
#include "framework/regions.h"
#include "framework/sentences.h"
#include "framework/terms.h"
#include "framework/uses_reasons.h"

namespace aboveboard {
namespace {

bool holds(const std::vector<std::string>& list, std::string_view word) { return std::find(list.begin(), list.end(), word) != list.end(); }

bool has_word(const Term& term, const std::vector<std::string>& words) {
  return words.empty() || std::any_of(words.begin(), words.end(), [&](const std::string& word) { return term.condition.find(word) != std::string::npos; });
}

const TermEffect* effect_of(const Term& term, const std::string& use) {
  const std::string_view grade = grade_of(term);
  if (grade == "free") return nullptr;
  for (const TermEffect& row : use_rules().terms) {
    const bool speaks = row.kind == term.kind && (grade == "no" ? row.when_no : row.when_conditional) && has_word(term, row.words) && holds(row.uses, use);
    if (speaks) return &row;
  }
  return nullptr;
}

UseAnswer answer_of(Effect effect) {
  switch (effect) {
    case Effect::Bars: return UseAnswer::No;
    case Effect::NeedsLicense: return UseAnswer::LicenseNeeded;
    case Effect::Unknown: return UseAnswer::Unknown;
    default: return UseAnswer::Conditions;
  }
}

// What a term asks, with its own words where these say more than its kind.
std::string words_of(const Term& term) {
  if (term.kind == TermKind::UseAny) return sentence("use.limited", {{"condition", term.condition}});
  const std::string phrase = phrase_of(term);
  switch (term.kind) {
    case TermKind::Geography:
    case TermKind::FieldOfUse:
    case TermKind::OutputTraining:
    case TermKind::CommercialUse:
    case TermKind::Redistribution:
    case TermKind::Naming:
    case TermKind::ShareAlike: return term.condition.empty() || term.condition.starts_with("whole fields") ? phrase : sentence("use.with-words", {{"term", phrase}, {"condition", term.condition}});
    default: return phrase;
  }
}

std::optional<std::uint64_t> number_of(const Term& term) {
  if (term.value.empty() || term.value.size() > 18 || term.value.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::strtoull(term.value.c_str(), nullptr, 10);
}

// The threshold in what the asker counts in: users, or US dollars a year; nothing where it is in words, or in another currency.
std::optional<std::uint64_t> threshold_of(const Term& term) {
  const auto number = number_of(term);
  if (!number || term.kind == TermKind::UserThreshold) return number;
  for (const char* other : {"Hong Kong", "Australian", "euros", "pounds", "yuan", "yen", "won", "rupees"}) {
    if (term.condition.find(other) != std::string::npos) return std::nullopt;
  }
  const std::uint64_t times = term.condition.find("a month") != std::string::npos ? 12 : term.condition.find("a quarter") != std::string::npos ? 4 : 1;
  return *number * times;  // at most 12 * 10^18, which fits
}

void weigh_threshold(const Facts& facts, const Term& term, const TermEffect& row, const EvidenceList& evidence, std::vector<Reason>& reasons) {
  const bool of_users = term.kind == TermKind::UserThreshold;
  const std::string id = std::string("use.") + (of_users ? "users." : "revenue.");
  const std::optional<std::uint64_t> asked = of_users ? facts.asked.users : facts.asked.revenue;
  const bool once = term.condition.find("release date") != std::string::npos;
  const bool duty = row.above == Effect::Condition;
  const auto limit = threshold_of(term);
  const std::string value = limit ? with_commas(*limit) : term.value;
  const auto say = [&](UseAnswer answer, const char* which) {
    const std::string text = sentence(id + which, {{"value", value}, {"asked", asked ? with_commas(*asked) : ""}, {"condition", term.condition}});
    reasons.push_back({answer, with_place(facts, text + (once ? sentence("use.counted-once") : ""), evidence), evidence});
  };
  if (!asked) return say(UseAnswer::Conditions, duty ? "duty" : "needs");
  if (!limit) return say(UseAnswer::Unknown, "other-unit");
  if (*asked < *limit) return say(UseAnswer::Conditions, "below");
  if (duty) return say(UseAnswer::Conditions, "duty");
  say(answer_of(row.above), "above");
}

void weigh_region(const Facts& facts, const Term& term, const EvidenceList& evidence, std::vector<Reason>& reasons) {
  const std::string& asked = facts.asked.region;
  const std::string name = region_name(asked);
  const auto say = [&](UseAnswer answer, std::string text) { reasons.push_back({answer, with_place(facts, std::move(text), evidence), evidence}); };
  if (asked.empty()) return say(UseAnswer::Conditions, term.condition.starts_with("not in ") ? term.condition : words_of(term));
  switch (excludes(term.condition, asked)) {
    case Excluded::Yes: return say(UseAnswer::No, sentence("use.region.excluded", {{"region", name}, {"condition", term.condition}}));
    case Excluded::No: return say(UseAnswer::Conditions, sentence("use.region.elsewhere", {{"region", name}, {"condition", term.condition}}));
    case Excluded::Unknown: return say(UseAnswer::Unknown, sentence("use.region.unknown", {{"region", name}, {"term", words_of(term)}}));
  }
}

// A license and its policy may say the same: one reason, with both places. `first`: of the reasons of this component.
void add_term(const Facts& facts, UseAnswer answer, std::string words, const EvidenceList& evidence, std::size_t first, std::vector<Reason>& reasons) {
  const auto same = std::find_if(reasons.begin() + static_cast<std::ptrdiff_t>(first), reasons.end(), [&](const Reason& reason) { return reason.answer == answer && reason.words == words; });
  const std::string place = place_of(facts, evidence);
  if (same == reasons.end()) {
    reasons.push_back({answer, with_place(facts, words, evidence), evidence, std::move(words)});
  } else if (!place.empty() && std::none_of(same->evidence.begin(), same->evidence.end(), [&](const Evidence& e) { return place_of(facts, {e}) == place; })) {
    if (same->text.ends_with(')') && same->text != words) same->text.insert(same->text.size() - 1, ", " + place);
    same->evidence.insert(same->evidence.end(), evidence.begin(), evidence.end());
  }
}

void weigh_term(const Facts& facts, const GoverningTerm& governed, const UseRule& use, std::size_t first, std::vector<Reason>& reasons) {
  const Term& term = governed.term;
  const TermEffect* row = effect_of(term, use.id);
  if (row == nullptr) return;
  const License* license = term.evidence.empty() ? find_license(facts, governed.license) : nullptr;
  const EvidenceList& evidence = license == nullptr ? term.evidence : license->evidence;
  if (row->effect == Effect::Threshold) return weigh_threshold(facts, term, *row, evidence, reasons);
  if (row->effect == Effect::Region) return weigh_region(facts, term, evidence, reasons);
  add_term(facts, answer_of(row->effect), words_of(term), evidence, first, reasons);
}

bool was_asked(const Asked& asked, const std::vector<std::string>& what) {
  return (holds(what, "users") && asked.users) || (holds(what, "revenue") && asked.revenue) || (holds(what, "region") && !asked.region.empty());
}

void weigh_class(const Facts& facts, const License& license, LicenseClass license_class, const UseRule& use, std::vector<Reason>& reasons) {
  for (const ClassEffect& row : use_rules().classes) {
    if (row.license_class != license_class || !holds(row.uses, use.id)) continue;
    const bool said = std::any_of(license.terms.begin(), license.terms.end(), [&](const Term& term) {
      return grade_of(term) != "free" && std::find(row.unless.begin(), row.unless.end(), term.kind) != row.unless.end();
    });
    if (said) continue;
    const UseAnswer answer = was_asked(facts.asked, row.asked) ? UseAnswer::Unknown : answer_of(row.effect);
    reasons.push_back({answer, with_place(facts, sentence("use.class." + std::string(to_string(license_class)), {{"license", license.name}}), license.evidence), license.evidence});
    return;
  }
}

void weigh_license(const Facts& facts, const License& license, const UseRule& use, std::vector<Reason>& reasons) {
  const bool unread = std::find(license.classes.begin(), license.classes.end(), LicenseClass::Unknown) != license.classes.end() || (license.classes.empty() && !is_made_up(license));
  if (unread) reasons.push_back({UseAnswer::Unknown, with_place(facts, sentence("use.unread-license", {{"license", license.name}}), license.evidence), license.evidence});
  for (const LicenseClass license_class : license.classes) weigh_class(facts, license, license_class, use, reasons);
  if (!license.detected && !is_made_up(license)) {
    reasons.push_back({UseAnswer::Conditions, with_place(facts, sentence("use.declared-only", {{"license", license.name}}), license.evidence), license.evidence});
  }
}

}  // namespace

std::string with_place(const Facts& facts, std::string text, const EvidenceList& evidence) {
  const std::string place = place_of(facts, evidence);
  return place.empty() ? text : text + " (" + place + ")";
}

void weigh_terms_of(const Facts& facts, const UseRule& use, ComponentId id, std::vector<Reason>& reasons) {
  const Component& governed = component(facts, id);
  // What is not there at all has no terms to keep; of the weights themselves it must be said.
  if (governed.presence == Presence::DeclaredAbsent && id == ComponentId::Parameters) {
    reasons.push_back({UseAnswer::No, with_place(facts, sentence("use.not-given"), governed.evidence), governed.evidence});
    return;
  }
  const auto licenses = governing_licenses(facts, id);
  if (licenses.empty()) {
    if (governed.presence >= Presence::Referenced || id == ComponentId::Parameters) {
      reasons.push_back({UseAnswer::Unknown, sentence("use.no-license", {{"component", std::string(display_name(id))}}), governed.evidence});
    }
    return;
  }
  if (const Governing* governing = find_governing(facts, id)) {
    const std::size_t first = reasons.size();
    for (const GoverningTerm& term : governing->terms) weigh_term(facts, term, use, first, reasons);
  }
  for (const License* license : licenses) weigh_license(facts, *license, use, reasons);
  if (id != ComponentId::Parameters) return;
  if (const Lineage* base = base_of_unknown_terms(facts)) {
    reasons.push_back({UseAnswer::Unknown, sentence("use.base-unknown", {{"base", base->base}, {"place", place_of(facts, base->evidence)}}), base->evidence});
  }
}

}  // namespace aboveboard
