// The rulebook: frameworks as data (data/frameworks), loaded once when first asked for; and frameworks of a user's own beside them.
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
  bool of_partial = false;  // it expects this of `partial`, and that `when` is not met
  std::uint64_t line = 0;
};

struct Requirement {
  RuleText text;
  Condition when;
  std::optional<Condition> partial;  // on a scale: less than `when`, and more than nothing
  bool decides = true;               // false: told, and not part of the conclusion
  Effort effort = Effort::Document;  // what supplying it costs
  std::vector<std::string> modes;    // empty: in all modes of its framework
  std::vector<RuleExample> examples;
  Place place;
};

// What an example's facts make of the condition that it is about: Unmet too where `when` is met already.
Truth outcome_of(const Requirement& requirement, const RuleExample& example);

struct Rung {
  Label label = Label::Closed;
  std::vector<std::string> requires_ids;
};

struct OpennessClass {
  std::string id, name;
  std::vector<std::string> requires_ids;  // those of other modes are passed over
};

// How a framework comes to its result; it has exactly one.
enum class Conclusion { Ladder, Verdict, Classes, Scale, Checklist };

struct Framework {
  RuleText text;
  int order = 1000;  // its place among the built-in ones, the least first; 0 to 1000
  std::vector<Requirement> requirements;
  Conclusion conclusion = Conclusion::Verdict;
  std::vector<std::string> modes;            // verdicts and classes; one "" where there are none
  std::vector<Rung> ladder;                  // lowest first
  std::vector<OpennessClass> classes;        // lowest first
  OpennessClass no_class;                    // where not even the lowest holds
  std::string met, partial, unmet, unknown;  // the framework's own words; `partial` on a scale
  std::optional<Condition> applies;          // verdicts: where unmet, the result is `out_of_scope`
  std::string out_of_scope;
  Place place;
};

// Reads one framework. Unknown keys, words and ids are errors with their line, and the nearest that is known; also wrong types. `path` is for places.
// Requirements that conditions name are looked up by link_requirements().
Result<Framework> parse_framework(const data::Value& value, const Vocabulary& vocabulary, const std::string& path = {});
Result<std::vector<AcceptedSet>> parse_accepted(const data::Value& value);

// Gives every condition that names a requirement the condition of that requirement, in one of `frameworks` or of `others`. An id that nothing has is an error; a
// cycle is one that tells each of its members with file and line; so is a condition of more than limits::kConditionSteps with all that it refers to.
Status link_requirements(std::vector<Framework>& frameworks, const std::vector<Framework>& others = {});

// A framework file that a user gives.
struct FrameworkText {
  std::string path, yaml;
};
// Reads frameworks of a user's own, which may name requirements of the built-in ones. Their ids must be new, and their examples must hold.
Result<std::vector<Framework>> read_frameworks(const std::vector<FrameworkText>& files);

// All frameworks of the embedded data. They are checked by the tests, so a broken one is a bug: the program stops.
const std::vector<Framework>& rulebook();
// The same with the examples of their rules, which are for the tests.
std::vector<Framework> rulebook_with_examples();
// The sets of data/frameworks/accepted.yaml.
const std::vector<AcceptedSet>& accepted_sets();
const Framework& framework_by_id(std::string_view id);
const Requirement* find_requirement(const Framework& framework, std::string_view id);

}  // namespace aboveboard
