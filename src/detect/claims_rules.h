// The rules of data/phrases/claims.yaml: word classes, and patterns over rows of them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/value.h"
#include "detect/claims_lexicon.h"

namespace aboveboard::detect {

// A row of word classes as a string of one byte each: what patterns match.
using Row = std::string;
char row_byte(WordClass word_class);

// Word positions [begin, end).
struct WordRange {
  std::size_t begin = 0, end = 0;
};

// A regular expression over rows, compiled when first used.
class RowPattern {
 public:
  RowPattern() = default;
  explicit RowPattern(std::string expression);
  // The leftmost match at or behind `from`.
  std::optional<WordRange> find(std::string_view row, std::size_t from = 0) const;
  // The leftmost match; `marked` is what stands between the marks in it, or all of it.
  std::optional<WordRange> find(std::string_view row, WordRange& marked) const;
  bool valid() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

enum class ClaimPlace { Prose, ListItem, Tagline, Title };

struct ClaimKind {
  std::string id;
  std::string instead_of;          // a claim of that kind is of this one where
  WordClass where_class = kOther;  // the claiming words hold this class
};

struct SetAside {
  std::string id;
  std::optional<WordClass> needs;
  RowPattern pattern;
  WordClass as = kOther;
  std::vector<std::string> pass;
};

struct ClaimRule {
  std::string id, kind;
  std::optional<WordClass> needs;  // a class that must stand in the row
  ClaimPlace place = ClaimPlace::Prose;
  RowPattern pattern;
  std::vector<std::string> pass, fail;
};

struct ClaimRules {
  std::vector<std::string> triggers;
  Lexicon lexicon;
  std::vector<ClaimKind> kinds;
  std::vector<SetAside> set_aside;
  std::vector<ClaimRule> rules;
  std::vector<std::string> other_sections;
  NameRules names;
  WordClass first_person = kOther;
};

// Unknown classes, sets and phrases are errors.
Result<ClaimRules> read_claim_rules(const data::Value& value);

// The embedded rules, read when first asked for. A broken file gives no rules; the tests see to it that it is not.
const ClaimRules& claim_rules();

}  // namespace aboveboard::detect
