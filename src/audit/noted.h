// What readers noted, as records of the report.
#pragma once

#include "base/diagnostics.h"
#include "model/report.h"

namespace aboveboard {

// Diagnostics become findings and entries of not_examined, behind those that are there. `all_named`: the caller named each file, so that whatever was not
// examined leaves the result incomplete; else what no version of this program reads is listed only.
void add_noted(const Diagnostics& notes, bool all_named, Facts& facts);

}  // namespace aboveboard
