// Writers: a report as text for a terminal, or as JSON. They see the model only, and compute nothing.
#pragma once

#include <string>
#include <vector>

#include "model/check.h"
#include "model/listing.h"
#include "model/report.h"

namespace aboveboard {

struct ToolInfo {
  std::string name = "aboveboard";
  std::string version;
  std::string data_version;
};

struct TerminalOptions {
  int width = 80;       // columns; at least 40
  bool color = false;
  bool detail = false;  // every requirement of every framework
};

std::string write_terminal(const Report& report, const TerminalOptions& options);
// The same sections for the records of `license` and `inspect`.
std::string write_terminal_records(const Facts& facts, const TerminalOptions& options);
std::string write_json(const Report& report, const ToolInfo& tool);
// `license` and `inspect` records: the keys schema_version, tool, licenses, weights, findings, not_examined.
std::string write_json_records(const Facts& facts, const ToolInfo& tool, bool with_licenses, bool with_weights);

// The releases of a machine.
std::string write_terminal_list(const std::vector<ListedRelease>& releases, const TerminalOptions& options);
std::string write_json_list(const std::vector<ListedRelease>& releases, const std::vector<NotExamined>& not_examined, const ToolInfo& tool);

// A report judged by a policy: what is violated, waived, known and warned of. JSON holds the whole report too.
std::string write_terminal_check(const Report& report, const Check& check, const TerminalOptions& options);
std::string write_json_check(const Report& report, const Check& check, const ToolInfo& tool);

}  // namespace aboveboard
