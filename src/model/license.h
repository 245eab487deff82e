// Licenses and their terms as the report states them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/component.h"
#include "model/evidence.h"

namespace aboveboard {

// What a text is, compared with the licenses that are known. A score alone never names a license.
enum class MatchVerdict {
  Exact,       // word for word
  Equivalent,  // the same under the SPDX matching guidelines
  Modified,    // this license with differences that change its meaning (see residue)
  Unknown,     // a license text of no known kind
};

// What a license lets a user do, in the classes that the frameworks distinguish. A license has one or more.
enum class LicenseClass {
  Osi,               // on the OSI's list
  FsfOnly,           // free by the FSF's list, not on the OSI's
  OpenDataDoc,       // open licenses for data and documents (CC0, CC-BY, CC-BY-SA, CDLA, ODC ...)
  OpenNonOsi,        // no limits on use, but on no list (OpenMDW ...)
  ConductRestricted, // use restrictions, acceptable-use policy
  ScaleRestricted,   // user or revenue thresholds
  TerritoryRestricted,
  Noncommercial,     // non-commercial or research only
  NoRedistribution,  // no redistribution, or no modification
  Proprietary,       // other restrictions: field of use, separate license needed, output training ...
  Unknown,           // a text or tag that could not be classed
};

enum class TermKind {
  UseAny, CommercialUse, UserThreshold, RevenueThreshold, AcceptableUse, FieldOfUse, Redistribution, Modification, Attribution, Naming,
  ShareAlike, OutputTraining, Geography, Patent, Termination, UnilateralChange, RemoteCutoff,
};

// Who adds a term to what governs a component.
enum class TermOrigin {
  License,       // the license's own text, or what is known of it
  Policy,        // a use policy that the license or the card makes its own
  GatingPrompt,  // what a user accepts before the download
  Card,          // conditions that a card states in its own words
  Base,          // the license of a model that this one is made from
};

struct Term {
  TermKind kind = TermKind::UseAny;
  std::string value;      // "no", "conditional", "700000000", "required" ...: our words
  std::string condition;  // "" for none
  std::string section;    // as the license numbers it; "" where it does not
  std::string quote;      // from the text in the release; "" where only a tag was seen
  EvidenceList evidence;
  TermOrigin origin = TermOrigin::License;
  EvidenceList elsewhere = {};  // where its text, or a copy of it, speaks of the same again; not all of it
};

// A line of the text in the release that the known license does not have, or the reverse.
struct ResidueLine {
  bool added = true;   // false: the known license has words here that the text lacks
  std::uint64_t line = 0;
  std::string text;
};

struct License {
  std::string id;       // unique in a report: the SPDX id, or "LicenseRef-" and our id
  std::string spdx;     // "" where the SPDX list has none
  std::string name;
  std::string family;   // "llama", "openrail" ...; "" for none
  std::string version;  // "" where not known
  MatchVerdict verdict = MatchVerdict::Unknown;
  bool declared = false;  // a tag or sentence names it
  bool detected = false;  // its text is here
  bool conflict = false;  // tag and text disagree
  bool clarified = false; // the caller says what its text is (Clarification)
  std::vector<LicenseClass> classes;
  std::vector<ComponentId> applies_to;
  std::vector<Term> terms;
  std::vector<ResidueLine> residue;
  EvidenceList evidence;
};

// A term of several licenses, policies and prompts put together: the strictest of its kind.
struct GoverningTerm {
  Term term;
  std::string license;  // License::id of the record that holds it
  EvidenceList also;    // where others say the same, or less
};

// What governs components that come under the same licenses.
struct Governing {
  std::vector<ComponentId> components;
  std::vector<std::string> licenses;  // License::id
  std::vector<LicenseClass> classes;
  std::vector<GoverningTerm> terms;
};

// What a caller says that a license file is, bound to the file's bytes: it lapses when they change.
struct Clarification {
  std::string path;     // below its source
  std::string sha256;   // lower-case hexadecimal
  std::string license;  // License::id of a known license
  std::string reason;
};

// What became of a clarification.
enum class ClarificationState {
  Applied,  // a file has the path and the bytes
  Lapsed,   // a file has the path and other bytes
  Absent,   // no file has the path
};
struct ClarificationOutcome {
  Clarification given;
  ClarificationState state = ClarificationState::Absent;
  std::string found;  // Lapsed: the SHA-256 that the file has; "" where it could not be computed
  EvidenceList evidence;
};

// Does the term say that something is free, so that it limits nobody?
bool is_free(const Term& term);
// Does this term take a freedom away (a restriction), rather than ask a courtesy (attribution, notices, share-alike)?
bool restricts(const Term& term);

// Does this record stand for what a prompt, a card, a policy or a base adds, and for nothing that the release grants itself?
bool is_made_up(const License& license);

// Does this class leave everyone free to use, study, modify and share?
bool is_open(LicenseClass license_class);
// Do all classes, of which there are some?
bool all_open(const std::vector<LicenseClass>& classes);
// Does one of them restrict? "Unknown" may or may not, and does not count.
bool has_restriction(const std::vector<LicenseClass>& classes);

std::string_view to_string(ClarificationState state);  // applied, lapsed, absent
std::string_view to_string(MatchVerdict verdict);
std::string_view to_string(LicenseClass license_class);
std::string_view to_string(TermKind kind);
std::string_view to_string(TermOrigin origin);  // license, policy, gating-prompt, card, base
std::optional<LicenseClass> license_class_from_string(std::string_view id);
std::optional<TermKind> term_kind_from_string(std::string_view id);

}  // namespace aboveboard
