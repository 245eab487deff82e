// The publisher's view: everything that should be mended in a release, the worst first.
#pragma once

#include <vector>

#include "model/lint.h"
#include "model/report.h"

namespace aboveboard {

// The findings of the report, the card held against the files, and the way to the next label. `advice`: of advise_card().
std::vector<LintItem> lint(const Report& report, const std::vector<CardAdvice>& advice);

}  // namespace aboveboard
