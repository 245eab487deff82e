// Copies: the same weights in two formats in one folder. They should hold the same tensors.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

// Compares a chosen set with the copies in other formats beside it, by names and shapes. Names that only one has are worth a note (a tied head is often
// left away); a shape that differs breaks a rule (format/copies-...).
void check_copies(const WeightSet& chosen, const std::vector<WeightSet>& sets, Diagnostics& notes);

}  // namespace aboveboard::weights
