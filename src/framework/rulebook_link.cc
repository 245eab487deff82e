// Requirements that conditions name: looked up, and held against cycles.
#include <map>

#include "base/limits.h"
#include "framework/rule_fields.h"
#include "framework/rulebook.h"

namespace aboveboard {
namespace {

// A requirement on the way from one whose condition is linked.
struct Node {
  Requirement* requirement = nullptr;          // of the frameworks that are linked
  const Requirement* known = nullptr;          // of others, which are linked already
  std::string framework;
  std::shared_ptr<const Condition> condition;  // shared by all that refer to it; nothing while none does
  std::uint64_t steps = 0;                     // of an evaluation with all that it refers to; 0 before it is linked
  bool open = false;                           // its condition is being linked
};

class Linker {
 public:
  Linker(std::vector<Framework>& frameworks, const std::vector<Framework>& others) {
    for (const Framework& framework : others) {
      for (const Requirement& requirement : framework.requirements) {
        nodes_[key(framework.text.id, requirement.text.id)] = {.requirement = nullptr, .known = &requirement, .framework = framework.text.id, .condition = nullptr, .steps = count(requirement.when), .open = false};
      }
    }
    for (Framework& framework : frameworks) {
      for (Requirement& requirement : framework.requirements) {
        nodes_[key(framework.text.id, requirement.text.id)] = {.requirement = &requirement, .known = nullptr, .framework = framework.text.id, .condition = nullptr, .steps = 0, .open = false};
      }
    }
  }

  // Links a condition of a framework and what it refers to; gives the steps that evaluating it takes.
  Result<std::uint64_t> link(Condition& condition, const std::string& framework) {
    std::uint64_t steps = 1;
    for (Condition& part : condition.parts) {
      ABOVEBOARD_ASSIGN(const std::uint64_t of_part, link(part, framework));
      steps += of_part;
    }
    if (condition.predicate == Predicate::Requirement) {
      ABOVEBOARD_ASSIGN(Node * node, find(condition, framework));
      ABOVEBOARD_TRY(link(*node));
      if (node->condition == nullptr) node->condition = std::make_shared<Condition>(node->known != nullptr ? node->known->when : node->requirement->when);
      condition.target = node->condition;
      steps += node->steps;
    }
    if (steps > limits::kConditionSteps) {
      return fail(ErrorKind::LimitReached, "with all requirements that it refers to, this condition takes more than " + std::to_string(limits::kConditionSteps) + " steps", {.path = {}, .line = condition.line, .byte = {}});
    }
    return steps;
  }

  Status link(Node& node) {
    if (node.steps > 0) return {};
    if (node.open) return cycle(node);
    if (path_.size() >= limits::kConditionReferences) {
      return fail(ErrorKind::LimitReached, "requirements refer to one another through more than " + std::to_string(limits::kConditionReferences) + " others", node.requirement->place);
    }
    node.open = true;
    path_.push_back(&node);
    Result<std::uint64_t> steps = link(node.requirement->when, node.framework);
    if (steps && node.requirement->partial) {
      const Result<std::uint64_t> of_partial = link(*node.requirement->partial, node.framework);
      if (!of_partial) steps = of_partial;
    }
    if (!steps) {
      if (steps.error().place.path.empty()) steps.error().place.path = node.requirement->place.path;
      return fail(std::move(steps.error()));
    }
    path_.pop_back();
    node.open = false;
    node.steps = *steps;
    return {};
  }

  Node& node(const std::string& framework, const std::string& id) { return nodes_.find(key(framework, id))->second; }

 private:
  static std::string key(const std::string& framework, const std::string& id) { return framework + "/" + id; }

  static std::uint64_t count(const Condition& condition) {
    std::uint64_t steps = 1 + (condition.target == nullptr ? 0 : count(*condition.target));
    for (const Condition& part : condition.parts) steps += count(part);
    return steps;
  }

  Result<Node*> find(const Condition& condition, const std::string& framework) {
    const std::string& id = condition.words.front();
    auto found = nodes_.find(key(framework, id));
    if (found == nodes_.end()) found = nodes_.find(id);
    if (found != nodes_.end()) return &found->second;
    std::vector<std::string> known;
    for (const auto& [name, node] : nodes_) known.push_back(node.framework == framework ? name.substr(framework.size() + 1) : name);
    return rule_fields::unknown_word(condition.line, "requirement", id, known);
  }

  Status cycle(const Node& node) const {
    std::string chain;
    bool within = false;
    for (const Node* member : path_) {
      within = within || member == &node;
      if (within) chain += told(*member) + " refers to ";
    }
    return rule_fields::malformed(node.requirement->place.line.value_or(0), "requirements refer to one another in a circle: " + chain + node.requirement->text.id);
  }

  static std::string told(const Node& node) {
    const Place& place = node.requirement->place;
    return node.requirement->text.id + " (" + place.path + ":" + std::to_string(place.line.value_or(0)) + ")";
  }

  std::map<std::string, Node> nodes_;  // "framework/requirement"
  std::vector<Node*> path_;
};

}  // namespace

Status link_requirements(std::vector<Framework>& frameworks, const std::vector<Framework>& others) {
  Linker linker(frameworks, others);
  for (Framework& framework : frameworks) {
    for (const Requirement& requirement : framework.requirements) ABOVEBOARD_TRY(linker.link(linker.node(framework.text.id, requirement.text.id)));
    if (!framework.applies) continue;
    Result<std::uint64_t> steps = linker.link(*framework.applies, framework.text.id);
    if (steps) continue;
    if (steps.error().place.path.empty()) steps.error().place.path = framework.place.path;
    return fail(std::move(steps.error()));
  }
  return {};
}

}  // namespace aboveboard
