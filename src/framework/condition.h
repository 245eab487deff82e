// Conditions: the closed set of predicates that rules are made of, and their three-valued evaluation over facts.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "data/value.h"
#include "model/report.h"

namespace aboveboard {

// How evidence is taken. Under Proven, a link or a tag settles nothing. Under Apparent, links and statements of the release are taken as
// true, and what it neither shows nor mentions as not released: what a careful curator would say.
enum class Reading { Proven, Apparent };

enum class Predicate {
  All, Any, Not,
  Available,      // the component is there
  Licensed,       // every license that governs the component is in an accepted set
  Unlicensed,     // nothing says what governs the component
  Unrestricted,   // no governing license restricts use, study, modification or sharing
  Stated,         // a text says it (a statement id)
  WeightsFormat,  // weights of one of these formats are there
  ReadingIs,      // true under that reading alone
  Bases,          // everything that this was made from is at least as open as a label; met where it was made from nothing
};

struct Condition {
  Predicate predicate = Predicate::All;
  std::vector<Condition> parts;           // All, Any, Not
  std::vector<ComponentId> components;    // Available, Licensed, Unlicensed, Unrestricted
  std::vector<LicenseClass> accepted;     // Licensed
  std::vector<std::string> words;         // Stated: the id; Bases: the same, for a base that is not here, in the apparent reading; WeightsFormat: formats; ReadingIs: the reading
  Label label = Label::Closed;            // Bases
};

struct Outcome {
  Truth truth = Truth::Unknown;
  std::vector<std::string> missing;  // what would settle it
  EvidenceList evidence;             // the facts used
};

// Named sets of license classes (data/frameworks/accepted.yaml).
struct AcceptedSet {
  std::string id;
  std::vector<LicenseClass> classes;
};

// Unknown predicates, components, sets and classes are errors with the rule's line.
Result<Condition> parse_condition(const data::Value& value, const std::vector<AcceptedSet>& sets);

Outcome evaluate(const Condition& condition, const Facts& facts, Reading reading);

// Evidence for what the caller declares with --complete.
Evidence complete_evidence();

}  // namespace aboveboard
