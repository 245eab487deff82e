// The audit: a list of passes from targets to a report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/digests.h"
#include "base/result.h"
#include "model/report.h"

namespace aboveboard {

struct Target {
  std::string location;
  std::optional<Role> role;  // nothing: inferred from the files
};

struct AuditOptions {
  std::vector<Target> targets;
  std::string name;       // "" for the name of the first target
  bool complete = false;
  DigestOptions digests;
};

// Fails only where no target can be opened at all or the options contradict each other; everything else is in the report.
Result<Report> audit(const AuditOptions& options);

}  // namespace aboveboard
