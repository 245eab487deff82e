#include "framework/catalogue.h"

#include <algorithm>
#include <iterator>

#include "framework/condition_words.h"

namespace aboveboard {
namespace {

void add_framework(const Framework& framework, std::vector<CatalogueEntry>& entries) {
  const std::string group = "framework " + framework.text.id;
  CatalogueEntry& whole = entries.emplace_back();
  whole.text = framework.text;
  whole.group = group;
  whole.conclusion = conclusion_in_words(framework);
  for (const std::string& mode : framework.modes) {
    if (!mode.empty()) whole.modes.push_back(mode);
  }
  for (const Requirement& requirement : framework.requirements) {
    CatalogueEntry& entry = entries.emplace_back();
    entry.text = requirement.text;
    entry.group = group;
    entry.when = in_words(requirement.when);
    if (requirement.partial) entry.partial = in_words(*requirement.partial);
    entry.modes = requirement.modes;
    entry.effort = std::string(to_string(requirement.effort));
    entry.decides = requirement.decides;
  }
}

void add_sets(std::vector<CatalogueEntry>& entries) {
  for (const AcceptedSet& set : accepted_sets()) {
    CatalogueEntry& entry = entries.emplace_back();
    entry.text.id = "accepted/" + set.id;
    entry.text.title = set.title;
    entry.group = "accepted sets";
    entry.conclusion = {in_words(set)};
  }
}

}  // namespace

std::vector<CatalogueEntry> catalogue(const std::vector<Framework>& given) {
  std::vector<CatalogueEntry> entries;
  for (const Framework& framework : rulebook()) add_framework(framework, entries);
  for (const Framework& framework : given) add_framework(framework, entries);
  add_sets(entries);
  std::vector<CatalogueEntry> others;
  for (const RuleText& rule : all_rules()) {
    if (rule.group == "frameworks") continue;
    CatalogueEntry& entry = others.emplace_back();
    entry.text = rule;
    entry.group = rule.group;
  }
  std::stable_sort(others.begin(), others.end(), [](const CatalogueEntry& a, const CatalogueEntry& b) { return a.group < b.group; });
  std::move(others.begin(), others.end(), std::back_inserter(entries));
  return entries;
}

}  // namespace aboveboard
