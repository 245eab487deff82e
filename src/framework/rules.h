// Explanations of every rule and finding, for `explain` and for the catalogue of rules.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

struct RuleSource {
  std::string document, section, date, url;
};

struct RuleText {
  std::string id;         // requirement id, finding rule id, component id or detector id
  std::string title;
  std::string rationale;  // why it exists
  std::string evidence;   // what evidence it uses
  std::string fix;        // how to fix or complete it
  std::vector<RuleSource> sources;
  std::string group = {};  // where it stands among all that can be explained: "frameworks", "findings", "statements", "claims", "clauses", "components"
};

// All that can be explained, sorted by id.
std::vector<RuleText> all_rules();
// The rule with this id, or nothing.
const RuleText* find_rule(std::string_view id);

}  // namespace aboveboard
