// A difference as a page for a terminal, or as JSON (data/schema/diff.schema.json).
#pragma once

#include <string>

#include "report/difference.h"
#include "report/report.h"

namespace aboveboard {

std::string write_terminal_difference(const DiffInput& before, const DiffInput& after, const Difference& difference, const TerminalOptions& options);
std::string write_json_difference(const DiffInput& before, const DiffInput& after, const Difference& difference, const ToolInfo& tool);

}  // namespace aboveboard
