#include "audit/listing.h"

#include <algorithm>

#include "audit/audit.h"
#include "base/parallel.h"

namespace aboveboard {
namespace {

ListedRelease listed(const FoundRelease& found, const Places& places) {
  ListedRelease release;
  release.name = found.name;
  release.store = found.store;
  release.location = found.location;
  release.revision = found.revision;
  AuditOptions options;
  options.targets = {{found.location, std::nullopt}};
  options.name = found.name;
  options.places = places;
  const Result<Report> report = audit(options);
  if (!report) {
    release.failure = report.error().message;
    return release;
  }
  const Facts& facts = report->facts;
  const SourceInfo& info = facts.release.sources.front();
  release.role = info.role;
  release.files = info.files;
  release.bytes = info.bytes;
  release.partial = info.partial;
  if (release.revision.empty()) release.revision = info.revision;
  release.at_least = report->label.at_least;
  release.at_most = report->label.at_most;
  release.apparent = report->label.apparent;
  release.licenses = component(facts, info.role == Role::Data ? ComponentId::Datasets : ComponentId::Parameters).licenses;
  release.errors = static_cast<std::uint64_t>(std::count_if(report->findings.begin(), report->findings.end(), [](const Finding& finding) { return finding.level == FindingLevel::Error; }));
  release.incomplete = std::any_of(facts.not_examined.begin(), facts.not_examined.end(), [](const NotExamined& item) { return item.named; });
  return release;
}

}  // namespace

std::vector<ListedRelease> list_releases(const Stores& stores, const std::vector<std::string>& folders, Diagnostics& notes) {
  const std::vector<FoundRelease> found = find_releases(stores, folders, notes);
  const Places places{stores, nullptr};
  std::vector<ListedRelease> releases(found.size());
  for_each_index(found.size(), 1, [&](std::size_t i) { releases[i] = listed(found[i], places); });
  return releases;
}

}  // namespace aboveboard
