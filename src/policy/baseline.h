// A baseline: a former check, whose violations are known, so that only what is new fails.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/check.h"

namespace aboveboard {

struct Baseline {
  std::string path;
  std::string release;                 // what the release was called
  std::vector<BaselineEntry> entries;  // what was violated or known then; what was waived is not known: its waiver may have ended
};

// From the JSON of `aboveboard check`. Usage for another schema version, for a report that is no check, for a text that is cut off, and for one that its seal does not fit.
Result<Baseline> read_baseline(std::string_view text, const std::string& path);

}  // namespace aboveboard
