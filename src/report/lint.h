// Writers of what `lint` says: a page by file, and JSON. They see the model only.
#pragma once

#include <string>
#include <vector>

#include "model/lint.h"
#include "model/report.h"
#include "report/report.h"

namespace aboveboard {

// By file, the worst file first; a line for each problem and one for what to do.
std::string write_lint_page(const Report& report, const std::vector<LintItem>& items, const TerminalOptions& options);
// The keys schema_version, tool, findings (with effort and gain) and not_examined, as data/schema/records.schema.json has them.
std::string write_lint_json(const Report& report, const std::vector<LintItem>& items, const ToolInfo& tool);

}  // namespace aboveboard
