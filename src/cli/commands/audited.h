// What the commands share that begin with an audit: targets and flags as given, licenses and places to know, and what becomes of a failure.
#pragma once

#include <optional>

#include "cli/commands/commands.h"
#include "model/report.h"

namespace aboveboard::cli {

struct Audited {
  std::optional<Report> report;
  int status = 0;  // where there is no report: why was said on call.err
};

// Audits what the arguments and flags name. `complete`: as with --complete, whatever the flags say.
Audited audit_given(const Call& call, bool complete = false);

}  // namespace aboveboard::cli
