// What `compare` and `diff` are given: locations that are audited, and reports that were stored.
#pragma once

#include <string>

#include "base/result.h"
#include "cli/commands/commands.h"
#include "report/difference.h"
#include "source/places.h"

namespace aboveboard::cli {

struct GivenReport {
  DiffInput input;
  int status = kDone;  // of an audit made now: kIncomplete where something could not be examined
};

// A regular file that ends in .json is read as a report; everything else is audited as `audit` would.
Result<GivenReport> report_at(const Call& call, const Places& places, const std::string& location);

}  // namespace aboveboard::cli
