// What `audit` and `check` are asked for by the same flags.
#pragma once

#include "audit/audit.h"
#include "cli/parse.h"

namespace aboveboard::cli {

// All but where releases live (cli/places.h).
AuditOptions audit_options(const Invocation& given);

}  // namespace aboveboard::cli
