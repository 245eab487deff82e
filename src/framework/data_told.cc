#include "framework/data_told.h"

#include <algorithm>
#include <vector>

#include "base/text.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

// The first source with a location shows where they are listed, else the first.
std::string sources_told(const Facts& facts, EvidenceList& evidence) {
  if (facts.data_sources.empty()) return sentence("data.sources.none");
  const auto located = [](const DataSource& source) { return !source.location.empty(); };
  const auto count = std::count_if(facts.data_sources.begin(), facts.data_sources.end(), located);
  const auto first = std::find_if(facts.data_sources.begin(), facts.data_sources.end(), located);
  const DataSource& shown = first == facts.data_sources.end() ? facts.data_sources.front() : *first;
  evidence.insert(evidence.end(), shown.evidence.begin(), shown.evidence.end());
  const bool one = facts.data_sources.size() == 1;
  const std::string place = place_of(facts, shown.evidence);
  if (count == 0) return sentence(one ? "data.sources.one" : "data.sources.bare", {{"sources", std::to_string(facts.data_sources.size())}, {"place", place}});
  return sentence(one ? "data.sources.one-located" : "data.sources", {{"sources", std::to_string(facts.data_sources.size())}, {"located", std::to_string(count)}, {"place", place}});
}

// The aspects of one depth, together; "" where there are none.
std::string aspects_told(const Facts& facts, Depth depth, EvidenceList& evidence) {
  std::vector<std::string> names;
  EvidenceList shown;
  for (const DataAspect& aspect : facts.data_aspects) {
    if (aspect.depth != depth) continue;
    names.push_back(sentence("data.aspect." + aspect.id));
    if (!aspect.evidence.empty()) shown.push_back(aspect.evidence.front());
  }
  if (names.empty()) return {};
  const std::string place = place_of(facts, shown);
  evidence.insert(evidence.end(), shown.begin(), shown.end());
  return sentence("data.aspects." + std::string(to_string(depth)), {{"aspects", join_and(names)}, {"place", place}});
}

bool deeper(const DataAspect& aspect) { return aspect.depth >= Depth::Described; }

}  // namespace

bool names_data(const Facts& facts) {
  return !facts.data_sources.empty() || std::any_of(facts.data_aspects.begin(), facts.data_aspects.end(), [](const DataAspect& one) { return one.id == "provenance" && deeper(one); });
}

bool describes_data(const Facts& facts) { return std::any_of(facts.data_aspects.begin(), facts.data_aspects.end(), deeper); }

std::string data_told(const Facts& facts, EvidenceList& evidence) {
  if (facts.data_sources.empty() && std::all_of(facts.data_aspects.begin(), facts.data_aspects.end(), [](const DataAspect& one) { return one.depth == Depth::NotFound; })) return {};
  std::string told = sources_told(facts, evidence);
  for (const Depth depth : {Depth::Shared, Depth::Described, Depth::Named, Depth::Withheld, Depth::NotFound}) {
    const std::string part = aspects_told(facts, depth, evidence);
    if (!part.empty()) told += "; " + part;
  }
  return told;
}

}  // namespace aboveboard
