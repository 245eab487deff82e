// The rules that uses are answered by (data/uses), loaded once when first asked for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/value.h"
#include "model/report.h"

namespace aboveboard {

// What a term, or a class of licenses, does in a use.
enum class Effect { Bars, NeedsLicense, Condition, Threshold, Region, Unknown };

struct TermEffect {
  TermKind kind = TermKind::UseAny;
  bool when_no = true, when_conditional = true;  // values that it speaks of; a freedom never has an effect
  std::vector<std::string> words;                // one of them stands in the term's condition; empty: whatever the condition
  Effect effect = Effect::Condition;
  Effect above = Effect::NeedsLicense;           // Threshold: where what was asked lies above it
  std::vector<std::string> uses;
};

struct ClassEffect {
  LicenseClass license_class = LicenseClass::Unknown;
  Effect effect = Effect::Condition;
  std::vector<TermKind> unless;     // kinds of terms that say what the class says
  std::vector<std::string> asked;   // "users", "revenue", "region": what the asker says makes the answer unknown
  std::vector<std::string> uses;
};

// Components that must be there: of each inner list one.
struct Need {
  std::vector<std::vector<ComponentId>> components;
  std::string sentence;  // what for: "to reproduce results"
};

enum class Check {
  WeightsRead,   // the bytes of the weights were read
  NoDanger,      // nothing in the files would do more than load
  PlainFormat,   // weights in a format that holds no code
  NoOtherCode,   // loading needs no code of the release or of others
  AllExamined,   // nothing was left out
  NotHosted,     // the weights are given, not only a service
  KnownFormat,   // in a format that public libraries read
};

struct UseExample {
  Facts facts;
  UseAnswer expected = UseAnswer::Unknown;
  std::uint64_t line = 0;
};

struct UseRule {
  std::string id, title;
  std::vector<ComponentId> terms_of;
  std::vector<Need> needs;
  std::vector<Check> checks;
  std::vector<UseExample> examples;
};

struct UseRules {
  std::vector<UseRule> uses;
  std::vector<TermEffect> terms;
  std::vector<ClassEffect> classes;
};

// Unknown keys, kinds, effects, components, checks and uses are errors with their line and the nearest word.
Result<std::vector<UseRule>> parse_uses(const data::Value& value);
Result<UseRules> parse_effects(const data::Value& value, std::vector<UseRule> uses);

// Those of the embedded data. They are checked by the tests, so a broken one is a bug: the program stops.
const UseRules& use_rules();

// "no" denies, "conditional" asks for something, "free" gives; of a licensor's power over the user the reverse.
std::string_view grade_of(const Term& term);

}  // namespace aboveboard
