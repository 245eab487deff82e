#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "detect/components_match.h"
#include "detect/components_rules.h"
#include "detect/detect.h"

namespace aboveboard {

namespace {

constexpr std::size_t kEvidences = 3;

bool better(const detect::Hit& a, const detect::Hit& b) {
  if (a.presence != b.presence) return a.presence > b.presence;
  if (a.rank != b.rank) return a.rank > b.rank;
  if (a.depth != b.depth) return a.depth < b.depth;
  return a.order < b.order;
}

bool same_place(const Evidence& a, const Evidence& b) { return a.source == b.source && a.path == b.path && a.line == b.line; }

// The best evidence for the greatest presence: first one of each detector, then what else there is.
void settle(Component& component, std::vector<detect::Hit> hits) {
  if (hits.empty()) return;
  std::stable_sort(hits.begin(), hits.end(), better);
  component.presence = hits.front().presence;
  for (const bool fresh : {true, false}) {
    std::vector<const detect::Detector*> used;
    for (const detect::Hit& hit : hits) {
      if (hit.presence != component.presence || component.evidence.size() >= kEvidences) break;
      if (fresh && std::find(used.begin(), used.end(), hit.detector) != used.end()) continue;
      used.push_back(hit.detector);
      const auto same = [&](const Evidence& one) { return same_place(one, hit.evidence); };
      if (std::none_of(component.evidence.begin(), component.evidence.end(), same)) component.evidence.push_back(hit.evidence);
    }
  }
}

// A lone file was given: nothing was said about where the rest of the release may lie.
bool lone_files(const Scope& scope) {
  return std::all_of(scope.sources.begin(), scope.sources.end(),
                     [](const ScannedSource& one) { return one.source != nullptr && one.source->info().kind == "file"; });
}

// Documents alone, such as a card out of its repository, or nothing at all: no place was given where weights could lie.
bool documents_alone(const Scope& scope) {
  return std::all_of(scope.sources.begin(), scope.sources.end(), [](const ScannedSource& one) {
    return one.files.empty() || (one.source != nullptr && one.source->info().role == Role::Docs);
  });
}

}  // namespace

std::vector<Component> detect_components(const Scope& scope) {
  detect::ReleaseView view(scope.sources);
  const Presence nothing = !scope.complete && lone_files(scope) ? Presence::NotLooked : Presence::NotFound;
  std::vector<Component> components;
  for (const ComponentId id : all_components()) components.push_back({id, nothing, LicenseScope::None, {}, {}});
  if (!scope.complete && documents_alone(scope)) components[static_cast<std::size_t>(ComponentId::Parameters)].presence = Presence::NotLooked;
  for (const detect::ComponentRules& rules : detect::component_rules()) {
    std::vector<detect::Hit> hits;
    for (const detect::Detector& detector : rules.detectors) detect::run_detector(detector, view, hits);
    settle(components[static_cast<std::size_t>(rules.component)], std::move(hits));
  }
  return components;
}

}  // namespace aboveboard
