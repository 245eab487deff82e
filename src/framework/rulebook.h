// The rulebook: frameworks as data (data/frameworks), loaded once when first asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "framework/condition.h"
#include "framework/rules.h"
#include "model/verdict.h"

namespace aboveboard {

// An example of a requirement: facts in short, and the result that they must give.
struct RuleExample {
  Facts facts;
  Reading reading = Reading::Proven;
  Truth expected = Truth::Unknown;
};

struct Requirement {
  RuleText text;
  Condition when;
  std::vector<std::string> modes;  // empty: in all modes of its framework
  std::vector<RuleExample> examples;
};

struct Rung {
  Label label = Label::Closed;
  std::vector<std::string> requires_ids;
};

struct Framework {
  RuleText text;
  std::vector<Requirement> requirements;
  std::vector<Rung> ladder;             // for ladders
  std::vector<std::string> modes;       // for verdicts; at least one where there is no ladder
  std::string met, unmet, unknown;      // the framework's own words
};

// Reads one framework. Unknown keys, predicates and ids are errors with their line.
Result<Framework> parse_framework(const data::Value& value, const std::vector<AcceptedSet>& sets);
Result<std::vector<AcceptedSet>> parse_accepted(const data::Value& value);

// All frameworks of the embedded data. They are checked by the tests, so a broken one is a bug: the program stops.
const std::vector<Framework>& rulebook();
const Framework& framework_by_id(std::string_view id);
const Requirement* find_requirement(const Framework& framework, std::string_view id);

}  // namespace aboveboard
