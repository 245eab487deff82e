// Rules: the lists of data/danger, by what they are asked about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/finding.h"

namespace aboveboard::danger {

enum class Tier {
  Inert,      // makes plain data
  Library,    // runs the code of a known library
  Dangerous,  // anything else
};

// Which list: "pickle", "operator", "keras", "target", "module", "program".
struct NameVerdict {
  Tier tier = Tier::Dangerous;
  std::string_view rule;    // id of the rule; "" where the name stands in no list
  std::string_view effect;  // what would happen, such as "would run a command on the computer"; "" where no list says
  std::optional<FindingLevel> level;  // where the rule gives one
};

// A name that stands in a list as it is goes before one that a pattern matches; a known gadget goes before a pattern of library code.
NameVerdict judge_name(std::string_view list, std::string_view name);

// For tests: every rule's examples, and what is wrong with the rules themselves.
struct RuleExamples {
  std::string list, id;
  Tier tier = Tier::Dangerous;
  std::vector<std::string> pass, fail;
};
std::vector<RuleExamples> rule_examples();
std::vector<std::string> check_rules();
// Does this one rule take the name?
bool rule_takes(std::string_view id, std::string_view name);

}  // namespace aboveboard::danger
