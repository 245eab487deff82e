// What the Model Openness Tool makes of its form.
#include <algorithm>

#include "framework/mof_form.h"
#include "framework/rulebook.h"

namespace aboveboard {
namespace {

bool among(const std::vector<std::string>& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

const AcceptedSet& open_for_the_tool() {
  const auto& sets = accepted_sets();
  return *std::find_if(sets.begin(), sets.end(), [](const AcceptedSet& set) { return set.id == "mot"; });
}

bool is_made_for(std::string_view license, const std::string& type) {
  const auto& appropriate = mof_tool().appropriate;
  const auto found = std::find_if(appropriate.begin(), appropriate.end(), [&](const auto& one) { return one.first == type; });
  return found != appropriate.end() && among(found->second, license);
}

// The component's own license, that of its type, that of the distribution. "unlicensed" (or nothing) said for the component itself blocks what it would inherit.
void resolve(const MofForm& form, const MofEntry& entry, MofItem& item) {
  if (entry.license) {
    item.license = *entry.license == "unlicensed" ? "" : *entry.license;
    item.from = "component";
    return;
  }
  const std::string& type = entry.component->type;
  const std::string& of_type = form.by_type[type == "code" ? 0 : type == "data" ? 1 : 2];
  item.license = of_type.empty() ? form.distribution : of_type;
  item.from = item.license.empty() ? "" : of_type.empty() ? "distribution" : type;
}

MofItem evaluate_entry(const MofForm& form, const MofEntry& entry, const std::function<bool(std::string_view)>& osi_approved) {
  MofItem item{.component = entry.component, .status = MofStatus::Unlicensed, .license = "", .from = "", .appropriate = true, .line = entry.line};
  resolve(form, entry, item);
  if (item.license.empty() || item.license == "unlicensed") return item;
  const bool open = among(open_for_the_tool().spdx, item.license) || osi_approved(item.license);
  item.status = open ? MofStatus::Included : MofStatus::Invalid;
  item.appropriate = !open || is_made_for(item.license, entry.component->type);
  return item;
}

const MofItem& item_of(const MofEvaluation& evaluation, std::uint64_t id) {
  return *std::find_if(evaluation.items.begin(), evaluation.items.end(), [id](const MofItem& item) { return item.component->id == id; });
}

// Counts the required components of a class and those below it. The paper takes the report's place where the report is not included.
struct Count {
  std::size_t required = 0, included = 0;
};

Count count(const MofEvaluation& evaluation, int number) {
  const MofTool& tool = mof_tool();
  Count all;
  for (const MofItem& item : evaluation.items) {
    if (!item.component->required || item.component->introduced < number) continue;
    ++all.required;
    all.included += item.status == MofStatus::Included ? 1 : 0;
  }
  const bool report = item_of(evaluation, tool.report).status == MofStatus::Included;
  const bool paper = item_of(evaluation, tool.paper).status == MofStatus::Included;
  // Class 1 asks for the paper itself: there the report is asked for no more. In the classes below the paper is counted instead.
  if (!report && paper) number == 1 ? --all.required : ++all.included;
  return all;
}

std::vector<const MofItem*> wanting(const MofEvaluation& evaluation, int number) {
  const MofTool& tool = mof_tool();
  const MofStatus paper = item_of(evaluation, tool.paper).status;
  std::vector<const MofItem*> items;
  for (const MofItem& item : evaluation.items) {
    if (!item.component->required || item.component->introduced < number || item.status == MofStatus::Included) continue;
    if (item.component->id == tool.report && paper != MofStatus::Missing && (paper == MofStatus::Included || item.status == MofStatus::Missing)) continue;
    items.push_back(&item);
  }
  // A paper that is there and does not count is what keeps the report's place empty.
  const bool report_left_out = item_of(evaluation, tool.report).status == MofStatus::Missing && paper != MofStatus::Missing && paper != MofStatus::Included;
  if (report_left_out && number > 1) items.push_back(&item_of(evaluation, tool.paper));
  return items;
}

}  // namespace

MofEvaluation evaluate_mof_form(const MofForm& form, const std::function<bool(std::string_view id)>& osi_approved) {
  MofEvaluation evaluation;
  for (const MofComponent& component : mof_tool().components) {
    const auto entry = std::find_if(form.components.begin(), form.components.end(), [&](const MofEntry& one) { return one.component == &component; });
    MofItem missing;
    missing.component = &component;
    evaluation.items.push_back(entry == form.components.end() ? std::move(missing) : evaluate_entry(form, *entry, osi_approved));
  }
  bool below = true;
  for (std::size_t i = 0; i < evaluation.progress.size(); ++i) {
    MofProgress& progress = evaluation.progress[i];
    progress.number = 3 - static_cast<int>(i);
    const Count all = count(evaluation, progress.number);
    if (below) progress.percent = std::min(100.0, 100.0 * static_cast<double>(all.included) / static_cast<double>(all.required));
    progress.wanting = wanting(evaluation, progress.number);
    below = below && all.included >= all.required;
    if (below) evaluation.number = progress.number;
  }
  evaluation.label = mof_tool().labels[static_cast<std::size_t>(evaluation.number)];
  for (const MofItem& item : evaluation.items) {
    if (item.status == MofStatus::Included && !item.appropriate) evaluation.conditional.push_back(&item);
  }
  return evaluation;
}

}  // namespace aboveboard
