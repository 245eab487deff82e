#include <algorithm>

#include "framework/framework.h"
#include "framework/rulebook.h"
#include "framework/steps_leaves.h"

namespace aboveboard {
namespace {

// All steps to a rung, each once: what several requirements ask for is done once.
std::vector<Step> steps_to(const Framework& framework, const Rung& rung, const Facts& facts, Reading reading) {
  std::vector<Step> all;
  for (const std::string& id : rung.requires_ids) {
    const Requirement& requirement = *find_requirement(framework, id);
    for (Step& step : steps_for(requirement.when, facts, reading)) {
      if (std::any_of(all.begin(), all.end(), [&](const Step& other) { return other.sentence == step.sentence; })) continue;
      // The requirement tells what supplying it costs. What is missing may be of a dearer kind; and where a sentence is enough, it costs a sentence.
      if (step.effort != Effort::Say) step.effort = std::max(step.effort, requirement.effort);
      step.framework = framework.text.id;
      step.requirement = id;
      all.push_back(std::move(step));
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Step& a, const Step& b) { return a.effort < b.effort; });
  if (!all.empty()) all.back().reaches = std::string(to_string(rung.label));
  return all;
}

}  // namespace

std::vector<Step> next_steps(const Facts& facts, const LabelVerdict& label) {
  const Framework& framework = framework_by_id("g7-labels");
  const Label from = label.apparent.value_or(label.at_least.value_or(Label::Closed));
  for (const Rung& rung : framework.ladder) {
    if (rung.label <= from) continue;
    std::vector<Step> steps = steps_to(framework, rung, facts, Reading::Apparent);
    if (!steps.empty()) return steps;
  }
  // At the top by what it says and links: what is left is to prove it.
  if (label.at_least == from) return {};
  const auto top = std::find_if(framework.ladder.begin(), framework.ladder.end(), [&](const Rung& rung) { return rung.label == from; });
  return top == framework.ladder.end() ? std::vector<Step>{} : steps_to(framework, *top, facts, Reading::Proven);
}

}  // namespace aboveboard
