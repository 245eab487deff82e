// Frameworks of a user's own, read by the same parser as the built-in ones.
#include <algorithm>

#include "base/limits.h"
#include "base/suggest.h"
#include "data/embedded.h"
#include "framework/rule_fields.h"
#include "framework/rulebook.h"
#include "framework/statement_ids.h"

namespace aboveboard {
namespace {

Result<Framework> read_one(const FrameworkText& file, const Vocabulary& vocabulary) {
  Diagnostics notes;
  data::ParseOptions options;
  options.path = file.path;
  options.byte_limit = limits::kFrameworkBytes;
  options.node_limit = limits::kFrameworkNodes;
  ABOVEBOARD_ASSIGN(const data::Value value, data::parse_yaml(file.yaml, options, notes));
  return parse_framework(value, vocabulary, file.path);
}

Status check_new(const std::string& id, const std::vector<Framework>& others, const Place& place) {
  for (const Framework& other : others) {
    if (other.text.id == id) return fail(ErrorKind::Malformed, "a framework with the id \"" + id + "\" is there already: " + other.text.title, place);
  }
  return {};
}

Status check_examples(const Framework& framework) {
  for (const Requirement& requirement : framework.requirements) {
    for (const RuleExample& example : requirement.examples) {
      const Truth truth = outcome_of(requirement, example);
      if (truth == example.expected) continue;
      return fail(ErrorKind::Malformed, "this example of " + requirement.text.id + " is " + std::string(to_string(truth)) + ", and stands among those that are " + (example.of_partial ? "partial" : std::string(to_string(example.expected))),
                  {.path = framework.place.path, .line = example.line, .byte = {}});
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Framework>> read_frameworks(const std::vector<FrameworkText>& files) {
  std::vector<Framework> frameworks;
  if (files.empty()) return frameworks;
  if (files.size() > limits::kFrameworksGiven) return fail(ErrorKind::LimitReached, "more than " + std::to_string(limits::kFrameworksGiven) + " frameworks are given");
  const Vocabulary vocabulary{accepted_sets(), statement_ids().all, statement_ids().assertable};
  for (const FrameworkText& file : files) {
    ABOVEBOARD_ASSIGN(Framework framework, read_one(file, vocabulary));
    ABOVEBOARD_TRY(check_new(framework.text.id, rulebook(), framework.place));
    ABOVEBOARD_TRY(check_new(framework.text.id, frameworks, framework.place));
    frameworks.push_back(std::move(framework));
  }
  ABOVEBOARD_TRY(link_requirements(frameworks, rulebook()));
  for (const Framework& framework : frameworks) ABOVEBOARD_TRY(check_examples(framework));
  return frameworks;
}

}  // namespace aboveboard
