// The license engine: what a text is, what a tag means, and what terms a license has. Knows licenses, not releases.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "model/license.h"

namespace aboveboard::license {

// Facts about a known license, from data/licenses and the SPDX list.
struct Info {
  std::string id;        // the SPDX id, or "LicenseRef-..."
  std::string spdx;      // "" where the SPDX list has none
  std::string name;
  std::string family;
  std::string version;
  bool model_license = false;   // written for models or data: in a repository's root it governs the weights, not only code
  std::vector<LicenseClass> classes;
  std::vector<Term> terms;      // without quotes and evidence
  // Names of the policy documents that the license makes its own ("acceptable use policy"), in lower case; "" for none.
  std::string incorporates_policy;
};

// A license text, or a notice that names one, found inside a text.
struct Match {
  std::string id;                       // Info::id; "" where verdict is Unknown
  MatchVerdict verdict = MatchVerdict::Unknown;
  bool notice = false;                  // a header or notice that refers to the license, not its text
  bool policy = false;                  // an acceptable-use policy, not a grant
  std::size_t begin = 0, end = 0;       // bytes of the text, [begin, end)
  std::vector<ResidueLine> residue;     // where verdict is Modified
};

// Every license in `text`, in order. A text that reads like a license but is none known gives one Match with verdict Unknown;
// ordinary prose gives none. Linear in the text.
std::vector<Match> identify(std::string_view text);

// A known license by its id (SPDX or LicenseRef-), ignoring case; deprecated SPDX ids resolve to their successors. nullptr if unknown.
const Info* find(std::string_view id);

// The id of a license that has none: "LicenseRef-" and the name in small letters, other signs as dashes. A long name is cut, and told from others by a hash.
std::string license_ref(std::string_view name);

// What a Hub tag, front-matter `license`, or GGUF general.license means. Families without a version stay families: id "" and the family set.
struct TagMeaning {
  std::string id;        // Info::id, "" where only a family is known or nothing
  std::string family;    // "openrail", "cc", "gpl" ...
  std::string expression;  // normalized, where the tag is an SPDX expression of several licenses, or of one with an exception
  bool other = false;    // "other", "unknown": the text or link decides
  std::vector<LicenseClass> classes;  // Unknown where it cannot be told
};
TagMeaning read_tag(std::string_view tag, std::string_view license_name, std::string_view license_link);

// A license named in running prose or in a badge ("Apache 2.0", "MIT License", "Llama 3.1 Community License", "CC BY-NC 4.0"). The longest
// name wins. Nothing where no known name stands there.
struct NameInText {
  std::string id;        // Info::id; "" where only the family is known
  std::string family;
  std::size_t begin = 0, end = 0;
};
std::vector<NameInText> names_in(std::string_view prose);

// SPDX license expressions (SPDX specification 3.0.1, annex B): ids as the list spells them, deprecated ones replaced, operators in capitals,
// parentheses round every AND that stands in an OR and the reverse, and nowhere else. `ids` in order of mention, without exceptions. Classes of OR are those of the best branch for the user, of AND
// the union; an addition that is not on the list (AdditionRef-...) may take something away, and leaves the class unknown.
// Malformed where the grammar or an id is not kept, LimitReached beyond 2,000 bytes or 32 nested parentheses.
struct Expression {
  std::string normalized;
  std::vector<std::string> ids;
  std::vector<LicenseClass> classes;
  bool has_or = false;
};
Result<Expression> parse_expression(std::string_view text);

// The terms of a license as they stand in this text: each of info.terms with its quote and byte range, where it can be located.
struct LocatedTerm {
  Term term;
  std::size_t begin = 0, end = 0;  // equal where the clause was not located
  std::vector<std::pair<std::size_t, std::size_t>> elsewhere = {};  // other sentences that speak of the same; at most limits::kTermPlaces
};
std::vector<LocatedTerm> locate_terms(const Info& info, std::string_view text);
// Moves the places of a term: of a part of a text to those of the whole.
void shift(LocatedTerm& term, std::size_t by);

// Terms read from the text itself, for licenses that are unknown or modified, for policies and for gating prompts: trigger words and slots from
// data/clauses. Only what the words clearly say; negation and "commercial and non-commercial purposes" are no restriction.
std::vector<LocatedTerm> read_clauses(std::string_view text);

// What holds for a match: terms with byte ranges in `text` (the text that the match was found in), and classes. Of a known text the terms that are known, where
// they stand; of a changed or unknown one what its own words say beside them, and no class that frees from anything: changed words may take back what a license gives.
struct MatchTerms {
  std::vector<LicenseClass> classes;  // never empty
  std::vector<LocatedTerm> terms;
};
MatchTerms terms_of(const Match& match, std::string_view text);

// The terms that all known versions of a family have, where a name leaves the version open: of each the value on which all agree, and the condition where all have the same.
std::vector<Term> common_terms(std::string_view family);

// The classes that a set of terms amounts to (a user threshold makes ScaleRestricted ...); empty where no term restricts.
std::vector<LicenseClass> classes_of(const std::vector<Term>& terms);
std::vector<LicenseClass> classes_of(const std::vector<LocatedTerm>& terms);

}  // namespace aboveboard::license
