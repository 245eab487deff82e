// The audit: a list of passes from targets to a report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/digests.h"
#include "base/result.h"
#include "framework/rulebook.h"
#include "model/report.h"
#include "source/places.h"

namespace aboveboard {

struct Target {
  std::string location;      // what open_place() takes
  std::optional<Role> role;  // nothing: inferred from the files. Role::Base: another release, that this one is made from
};

struct AuditOptions {
  std::vector<Target> targets;
  std::string name;       // "" for the name of the first target
  bool complete = false;
  bool follow = false;    // fetch data sets and bases that the release names, from places.hub
  Asked asked;            // what the asker says of himself
  std::vector<std::string> asserted;  // ids of statements that the caller vouches for
  DigestOptions digests;
  std::vector<Framework> frameworks;  // of the caller's own, beside the built-in ones
  std::vector<Clarification> clarifications;  // what the caller says that license files are; of known licenses (Usage for others)
  Places places;
};

// Fails only where no target can be opened at all or the options contradict each other; everything else is in the report.
Result<Report> audit(const AuditOptions& options);

}  // namespace aboveboard
