// What the commands share that begin with an audit: targets and flags as given, licenses, frameworks and places to know, and what becomes of a failure.
#pragma once

#include <optional>

#include "audit/audit.h"
#include "cli/commands/commands.h"

namespace aboveboard::cli {

// What the arguments and flags ask for; nothing where they are wrong, which is said on call.err.
std::optional<AuditOptions> options_given(const Call& call);

struct Audited {
  std::optional<Report> report;
  int status = 0;  // where there is no report: why was said on call.err
};

// Audits what the arguments and flags name. `complete`: as with --complete, whatever the flags say.
Audited audit_given(const Call& call, bool complete = false);

// Says why nothing could be audited; the exit status.
int audit_failed(const Call& call, const Error& error);

}  // namespace aboveboard::cli
