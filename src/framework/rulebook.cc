#include "framework/rulebook.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "framework/statement_ids.h"

namespace aboveboard {
namespace {

std::vector<Framework> load() {
  std::vector<Framework> frameworks;
  std::vector<AcceptedSet> sets;
  const auto files = data::embedded_below("frameworks/");
  for (const auto& file : files) {
    if (file.path != "frameworks/accepted.yaml") continue;
    auto parsed = parse_accepted(data::unpack(file.packed));
    if (!parsed) std::abort();
    sets = std::move(*parsed);
  }
  for (const auto& file : files) {
    if (file.path == "frameworks/accepted.yaml") continue;
    auto framework = parse_framework(data::unpack(file.packed), {sets, {}, statement_ids().assertable}, std::string(file.path));
    if (!framework) std::abort();
    frameworks.push_back(std::move(*framework));
  }
  if (!link_requirements(frameworks)) std::abort();
  return frameworks;
}

}  // namespace

const std::vector<Framework>& rulebook() {
  static const std::vector<Framework> frameworks = load();
  return frameworks;
}

const std::vector<AcceptedSet>& accepted_sets() {
  static const std::vector<AcceptedSet> sets = [] {
    std::vector<AcceptedSet> all;
    for (const auto& file : data::embedded_below("frameworks/accepted.yaml")) {
      Diagnostics notes;
      const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
      auto parsed = value ? parse_accepted(*value) : Result<std::vector<AcceptedSet>>{};
      if (!parsed) std::abort();  // compile_data wrote it
      all = std::move(*parsed);
    }
    return all;
  }();
  return sets;
}

const Framework& framework_by_id(std::string_view id) {
  for (const Framework& framework : rulebook()) {
    if (framework.text.id == id) return framework;
  }
  std::abort();  // ids are ours
}

const Requirement* find_requirement(const Framework& framework, std::string_view id) {
  for (const Requirement& requirement : framework.requirements) {
    if (requirement.text.id == id) return &requirement;
  }
  return nullptr;
}

}  // namespace aboveboard
