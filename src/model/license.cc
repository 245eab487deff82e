#include "model/license.h"

#include <algorithm>

#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 4> kVerdicts = {"exact", "equivalent", "modified", "unknown"};

constexpr std::array<std::string_view, 11> kClasses = {
    "osi",
    "fsf-only",
    "open-data-doc",
    "open-non-osi",
    "conduct-restricted",
    "scale-restricted",
    "territory-restricted",
    "noncommercial",
    "no-redistribution",
    "proprietary",
    "unknown",
};

constexpr std::array<std::string_view, 17> kTerms = {
    "use-any",        "commercial-use", "user-threshold", "revenue-threshold",
    "acceptable-use", "field-of-use",   "redistribution", "modification",
    "attribution",    "naming",         "share-alike",    "output-training",
    "geography",      "patent",         "termination",    "unilateral-change",
    "remote-cutoff",
};

constexpr std::array<std::string_view, 5> kOrigins = {"license", "policy", "gating-prompt", "card", "base"};

constexpr std::array<std::string_view, 3> kClarifications = {"applied", "lapsed", "absent"};

static_assert(static_cast<std::size_t>(ClarificationState::Absent) + 1 == kClarifications.size());
static_assert(static_cast<std::size_t>(TermOrigin::Base) + 1 == kOrigins.size());
static_assert(static_cast<std::size_t>(MatchVerdict::Unknown) + 1 == kVerdicts.size());
static_assert(static_cast<std::size_t>(LicenseClass::Unknown) + 1 == kClasses.size());
static_assert(static_cast<std::size_t>(TermKind::RemoteCutoff) + 1 == kTerms.size());

}  // namespace

bool is_free(const Term& term) {
  // What the licensor may do frees nobody.
  if (term.kind == TermKind::RemoteCutoff || term.kind == TermKind::UnilateralChange) return term.value == "no" || term.value == "none";
  static constexpr std::array<std::string_view, 8> kFree = {"yes", "allowed", "free", "none", "any", "unrestricted", "permitted", "granted"};
  return std::any_of(kFree.begin(), kFree.end(), [&](std::string_view word) { return term.value == word || term.value.starts_with(std::string(word) + " "); });
}

bool restricts(const Term& term) {
  switch (term.kind) {
    case TermKind::UserThreshold:
    case TermKind::RevenueThreshold:
    case TermKind::AcceptableUse:
    case TermKind::FieldOfUse:
    case TermKind::Geography:
    case TermKind::OutputTraining:
    case TermKind::RemoteCutoff: return !is_free(term);
    case TermKind::CommercialUse: return !is_free(term);
    case TermKind::Redistribution:
    case TermKind::Modification: return term.value == "no" || term.value.starts_with("no ") || term.value == "forbidden";
    default: return false;
  }
}

bool is_made_up(const License& license) {
  if (license.detected || license.terms.empty()) return false;
  for (const Term& term : license.terms) {
    if (term.origin == TermOrigin::License) return false;
  }
  return true;
}

bool is_open(LicenseClass license_class) {
  switch (license_class) {
    case LicenseClass::Osi:
    case LicenseClass::FsfOnly:
    case LicenseClass::OpenDataDoc:
    case LicenseClass::OpenNonOsi: return true;
    default: return false;
  }
}

bool all_open(const std::vector<LicenseClass>& classes) { return !classes.empty() && std::all_of(classes.begin(), classes.end(), is_open); }

bool has_restriction(const std::vector<LicenseClass>& classes) {
  return std::any_of(classes.begin(), classes.end(), [](LicenseClass c) { return !is_open(c) && c != LicenseClass::Unknown; });
}

std::string_view to_string(ClarificationState state) { return name_of(kClarifications, state); }
std::string_view to_string(MatchVerdict verdict) { return name_of(kVerdicts, verdict); }
std::string_view to_string(LicenseClass license_class) { return name_of(kClasses, license_class); }
std::string_view to_string(TermKind kind) { return name_of(kTerms, kind); }
std::string_view to_string(TermOrigin origin) { return name_of(kOrigins, origin); }

std::optional<LicenseClass> license_class_from_string(std::string_view id) {
  return value_of<LicenseClass>(kClasses, id);
}
std::optional<TermKind> term_kind_from_string(std::string_view id) { return value_of<TermKind>(kTerms, id); }

}  // namespace aboveboard
