// A comparison as a table for a terminal, or as JSON (data/schema/compare.schema.json).
#pragma once

#include <string>
#include <vector>

#include "report/comparison.h"
#include "report/report.h"

namespace aboveboard {

// The rows that differ; with `all`, every row, those that differ marked with '*'. Columns side by side where the width has room for them; otherwise under each
// title the values, each with the releases that have it.
std::string write_terminal_comparison(const Comparison& comparison, const TerminalOptions& options, bool all);

// All rows, whether they differ or not.
std::string write_json_comparison(const Comparison& comparison, const ToolInfo& tool);

}  // namespace aboveboard
