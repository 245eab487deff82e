// Conditions: the closed set of predicates that rules are made of, and their three-valued evaluation over facts.
#pragma once

#include <memory>
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
  PresenceIs,     // it is shown at least so far
  Licensed,       // every license that governs the component is in an accepted set
  Unlicensed,     // nothing says what governs the component
  Unrestricted,   // no governing license restricts use, study, modification or sharing
  Stated,         // a text says it (a statement id)
  WeightsFormat,  // weights of one of these formats are there
  ReadingIs,      // true under that reading alone
  Bases,          // everything that this was made from is at least as open as a label; met where it was made from nothing
  Requirement,    // the outcome of another requirement
  Measure,        // a number is above or below a bound
  Aspect,         // an aspect of the training data is told so deeply
  Sources,        // sources of data that can be had in one way are told so deeply
};

// Named sets of license classes (data/frameworks/accepted.yaml).
struct AcceptedSet {
  std::string id;
  std::string title;
  std::vector<LicenseClass> classes;
  std::vector<std::string> spdx;         // exactly these ids pass too, whatever their classes
  std::vector<LicenseClass> undecided;   // these make the result unknown: a human must judge
};

struct Condition {
  Predicate predicate = Predicate::All;
  std::vector<Condition> parts = {};           // All, Any, Not
  std::vector<ComponentId> components = {};    // Available, PresenceIs, Licensed, Unlicensed, Unrestricted
  AcceptedSet accepted = {};                   // Licensed
  std::vector<std::string> words = {};         // Stated, Requirement, Measure, Aspect: the id; Bases: a statement that stands in for a base that is not here; WeightsFormat: formats; ReadingIs: the reading
  Label label = Label::Closed;                 // Bases
  Presence presence = Presence::Present;       // PresenceIs: at least
  Depth depth = Depth::Named;                  // Aspect, Sources: at least
  DataAccess access = DataAccess::Unknown;     // Sources
  double bound = 0;                            // Measure
  bool above = true;                           // Measure: above the bound, or below
  bool vouched = false;                        // Stated: nobody but the caller can know it; unknown where it is not stated, in any reading
  std::uint64_t line = 0;                      // in the file of the framework
  std::shared_ptr<const Condition> target = {};  // Requirement: what link_requirements() found
};

struct Outcome {
  Truth truth = Truth::Unknown;
  std::vector<std::string> missing;  // what would settle it
  EvidenceList evidence;             // the facts used
};

// The words that a rule may use, beside those of the model.
struct Vocabulary {
  std::vector<AcceptedSet> sets;
  std::vector<std::string> statements;  // data/phrases; none: any is taken
  std::vector<std::string> assertable;  // those that only the caller can know
};

// Unknown predicates, components, sets and other words are errors with their line and the nearest word that is known.
Result<Condition> parse_condition(const data::Value& value, const Vocabulary& vocabulary);

// A condition that names a requirement holds only after link_requirements() (framework/rulebook.h); until then it is unknown.
Outcome evaluate(const Condition& condition, const Facts& facts, Reading reading);

// Evidence for what the caller declares with --complete.
Evidence complete_evidence();

}  // namespace aboveboard
