// Reads a report back that write_json has written: every key that the writer knows, and nothing else.
//
// What the JSON does not hold, and a stored report therefore lacks:
//   Facts::findings          empty: Report::findings has them all, with those of the verdicts
//   Facts::bases             only the apparent label of a base that the release itself names, where it could be told
//   WeightsFile::read        false: a matter of the audit's own counting
//   bytes that are no UTF-8  stand as U+FFFD in quotes and names
// Names of components and whether a promised digest was kept follow from other members; they are checked for their type, and not kept.
#pragma once

#include <string_view>

#include "base/result.h"
#include "model/report.h"
#include "report/report.h"

namespace aboveboard {

struct StoredReport {
  Report report;
  ToolInfo tool;  // what made it
};

// The inverse of write_json: write_json(stored.report, stored.tool) gives `json` again, byte for byte, where that is what a program of this version wrote.
// `place` is the file, for errors. Unsupported for another schema version, LimitReached above limits::kReportBytes and kReportValues, Malformed with the line
// for everything else: broken JSON, keys that are missing, unknown or repeated, other types, words of no closed list, numbers out of range.
Result<StoredReport> read_report(std::string_view json, const Place& place);

}  // namespace aboveboard
