#include "framework/rulebook.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "framework/statement_ids.h"

namespace aboveboard {
namespace {

constexpr const char* kAccepted = "frameworks/accepted.yaml";

std::vector<AcceptedSet> load_accepted() {
  std::vector<AcceptedSet> all;
  for (const auto& file : data::embedded_below(kAccepted)) {
    auto parsed = parse_accepted(data::unpack(file.packed));
    if (!parsed) std::abort();  // compile_data wrote it, and a test reads it
    all = std::move(*parsed);
  }
  return all;
}

std::vector<Framework> load(std::initializer_list<std::string_view> without) {
  std::vector<Framework> frameworks;
  for (const auto& file : data::embedded_below("frameworks/")) {
    if (file.path == kAccepted) continue;
    auto framework = parse_framework(data::unpack(file.packed, without), {accepted_sets(), {}, statement_ids().assertable}, std::string(file.path));
    if (!framework) std::abort();
    frameworks.push_back(std::move(*framework));
  }
  std::stable_sort(frameworks.begin(), frameworks.end(), [](const Framework& a, const Framework& b) { return a.order < b.order; });
  if (!link_requirements(frameworks)) std::abort();
  return frameworks;
}

}  // namespace

const std::vector<Framework>& rulebook() {
  static const std::vector<Framework> frameworks = load({"examples"});
  return frameworks;
}

std::vector<Framework> rulebook_with_examples() { return load({}); }

const std::vector<AcceptedSet>& accepted_sets() {
  static const std::vector<AcceptedSet> sets = load_accepted();
  return sets;
}

const Framework& framework_by_id(std::string_view id) {
  for (const Framework& framework : rulebook()) {
    if (framework.text.id == id) return framework;
  }
  std::abort();  // ids are ours
}

Truth outcome_of(const Requirement& requirement, const RuleExample& example) {
  const Truth truth = evaluate(requirement.when, example.facts, example.reading).truth;
  if (!example.of_partial) return truth;
  return truth == Truth::Met || !requirement.partial ? Truth::Unmet : evaluate(*requirement.partial, example.facts, example.reading).truth;
}

const Requirement* find_requirement(const Framework& framework, std::string_view id) {
  for (const Requirement& requirement : framework.requirements) {
    if (requirement.text.id == id) return &requirement;
  }
  return nullptr;
}

}  // namespace aboveboard
