#include "license/compose.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace aboveboard::license {
namespace {

bool begins_with_word(std::string_view value, std::string_view word) {
  return value == word || (value.size() > word.size() && value.starts_with(word) && (value[word.size()] == ' ' || value[word.size()] == ','));
}

template <std::size_t N>
bool begins_with_any(std::string_view value, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return begins_with_word(value, word); });
}

bool is_threshold(TermKind kind) { return kind == TermKind::UserThreshold || kind == TermKind::RevenueThreshold; }

// The number that a threshold begins with; nothing where its value is in words, or in a currency or unit of its own.
std::optional<unsigned long long> number_of(const Term& term) {
  if (term.value.empty() || term.value.size() > 18 || term.value.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoull(term.value);
}

bool same_words(const Term& a, const Term& b) { return a.value == b.value && a.condition == b.condition; }

// Freedoms that every open license gives without saying more. What outputs may train and what names must hold is not among them.
bool open_license_gives(TermKind kind) {
  switch (kind) {
    case TermKind::UseAny:
    case TermKind::CommercialUse:
    case TermKind::UserThreshold:
    case TermKind::RevenueThreshold:
    case TermKind::AcceptableUse:
    case TermKind::FieldOfUse:
    case TermKind::Redistribution:
    case TermKind::Modification:
    case TermKind::Geography: return true;
    default: return false;
  }
}

bool denies(const Term& term) {
  switch (term.kind) {
    case TermKind::UserThreshold:
    case TermKind::RevenueThreshold:
    case TermKind::AcceptableUse:
    case TermKind::FieldOfUse:
    case TermKind::Geography: return strictness(term) > 0;
    case TermKind::CommercialUse: return strictness(term) > 0;
    case TermKind::Redistribution:
    case TermKind::Modification:
    case TermKind::OutputTraining: return strictness(term) == 2;
    default: return false;
  }
}

// Where `part` permits what a term of this kind denies; nothing where it does not.
std::optional<EvidenceList> permission(const Part& part, TermKind kind) {
  bool limited = false;
  for (const Term& term : part.terms) {
    if (term.kind != kind) continue;
    if (strictness(term) == 0) return term.evidence.empty() ? part.evidence : term.evidence;
    limited = true;
  }
  if (limited || !all_open(part.classes) || !open_license_gives(kind)) return std::nullopt;
  return part.evidence;
}

void add_classes(std::vector<LicenseClass>& classes, const std::vector<LicenseClass>& more) {
  for (const LicenseClass c : more) {
    if (std::find(classes.begin(), classes.end(), c) == classes.end()) classes.push_back(c);
  }
}

void add_term(std::vector<GoverningTerm>& terms, const Part& part, const Term& term) {
  for (GoverningTerm& known : terms) {
    if (!outdoes(known.term, term)) continue;
    known.also.insert(known.also.end(), term.evidence.begin(), term.evidence.end());
    return;
  }
  GoverningTerm added{term, part.license, {}};
  // What the new term outdoes gives way to it, and stays as where less is said.
  const auto gives_way = [&](const GoverningTerm& known) { return outdoes(term, known.term); };
  const auto first = std::find_if(terms.begin(), terms.end(), gives_way);
  if (first == terms.end()) {
    terms.push_back(std::move(added));
    return;
  }
  for (const GoverningTerm& known : terms) {
    if (!gives_way(known)) continue;
    added.also.insert(added.also.end(), known.term.evidence.begin(), known.term.evidence.end());
    added.also.insert(added.also.end(), known.also.begin(), known.also.end());
  }
  const auto place = first - terms.begin();
  std::erase_if(terms, gives_way);
  terms.insert(terms.begin() + place, std::move(added));
}

void add_contradictions(const std::vector<Part>& parts, std::size_t denying, std::vector<Contradiction>& out) {
  for (std::size_t p = 0; p < parts.size(); ++p) {
    // Two licenses side by side are two grants: whether a tag and a text name the same one is asked elsewhere.
    if (p == denying || parts[p].origin == parts[denying].origin || !parts[p].binding) continue;
    for (const Term& term : parts[denying].terms) {
      if (!denies(term)) continue;
      const bool told = std::any_of(out.begin(), out.end(), [&](const Contradiction& c) { return c.permits == p && c.denies == denying && c.denial.kind == term.kind; });
      const auto permitted = told ? std::nullopt : permission(parts[p], term.kind);
      if (permitted) out.push_back({p, denying, term, *permitted});
    }
  }
}

}  // namespace

int strictness(const Term& term) {
  static constexpr std::array<std::string_view, 8> kFree = {"yes", "allowed", "free", "none", "any", "unrestricted", "permitted", "granted"};
  static constexpr std::array<std::string_view, 5> kDenied = {"no", "forbidden", "prohibited", "never", "not"};
  // Powers of the licensor are worded the other way round: "allowed" is what takes something away.
  if (term.kind == TermKind::UnilateralChange || term.kind == TermKind::RemoteCutoff) return begins_with_any(term.value, kDenied) || term.value == "none" ? 0 : 1;
  if (begins_with_any(term.value, kFree)) return 0;
  return begins_with_any(term.value, kDenied) ? 2 : 1;
}

bool outdoes(const Term& a, const Term& b) {
  if (a.kind != b.kind) return false;
  if (is_threshold(a.kind)) {
    const auto of_a = number_of(a), of_b = number_of(b);
    return of_a && of_b ? *of_a <= *of_b : same_words(a, b);
  }
  const int of_a = strictness(a), of_b = strictness(b);
  if (of_a != of_b) return of_a > of_b && (of_b == 0 || b.condition.empty() || of_a == 2);
  return b.condition.empty() || same_words(a, b);
}

Composition compose(const std::vector<Part>& parts) {
  Composition composition;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    add_contradictions(parts, p, composition.contradictions);
    if (!parts[p].binding) continue;
    add_classes(composition.classes, parts[p].classes);
    for (const Term& term : parts[p].terms) add_term(composition.terms, parts[p], term);
  }
  return composition;
}

}  // namespace aboveboard::license
