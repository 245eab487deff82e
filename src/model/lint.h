// Lint: what a publisher should mend in a release, and what it would give.
#pragma once

#include <optional>
#include <string>

#include "model/finding.h"
#include "model/verdict.h"

namespace aboveboard {

struct LintItem {
  Finding finding;               // its help says what to do
  std::optional<Effort> effort;  // what that costs
  std::string gain;              // what it would give
};

}  // namespace aboveboard
