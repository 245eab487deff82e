// Examined: a release with its sources open and scanned, and the releases that it is made from, each examined in the same way.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "audit/audit.h"
#include "detect/detect.h"
#include "format/scan.h"
#include "model/report.h"
#include "source/source.h"

namespace aboveboard {

// What a base passes on.
struct KnownBase {
  std::string source;             // that holds it
  std::string revision, identity; // of that source
  std::vector<License> licenses;  // that govern its weights
  BaseLabel label;
};

struct Examined {
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<ScannedSource> scanned;  // in their order
  std::vector<Lineage> lineage;        // as declared; bases that are here are named in `resolved`
  std::vector<Examined> bases;         // each with its report
  std::string base;                    // of a base: Lineage::base of the edge that it resolves
  std::vector<LinkedBase> linked;      // what those bases pass on that are here, by whomever they were examined
  std::vector<BaseLabel> labels;       // of the same
  Report report;
};

// What the examinations of one audit share.
struct Progress {
  const AuditOptions& options;
  std::set<std::string> names;    // of all sources, so that evidence can tell them apart
  std::set<std::string> visited;  // releases that were opened, in lower case: they may be made from each other
  std::map<std::string, KnownBase> known;  // those of them that were examined to the end: two may be made from one
  int depth = 0;                  // bases of bases
};

// A short name for what a location names: "otter-7b" for "hf:lakelab/otter-7b@main", the last folder or file otherwise; made unique by a number.
std::string source_name(const std::string& location, Progress& progress);

// Opens one target and scans it. `notes` takes what was passed over.
Result<std::unique_ptr<Source>> open_target(const Target& target, Progress& progress, Diagnostics& notes);

// Opens and scans the data sets that the release names on the hub, as sources of it. Only where it was asked for.
void follow_data(Examined& release, Progress& progress, Diagnostics& notes);

// Examines the bases that were given, and those that the release names on the hub where it was asked for, by `examine`; resolves the edges of the lineage. What could not be opened is noted.
using ExamineRelease = Result<Examined> (*)(const std::vector<Target>& targets, Progress& progress, Diagnostics& notes);
void follow_bases(Examined& release, const std::vector<Target>& given, Progress& progress, ExamineRelease examine, Diagnostics& notes);

}  // namespace aboveboard
