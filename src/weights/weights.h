// What all weight files of a release say together.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "model/weights.h"

namespace aboveboard::weights {

// Sums, the shards against their index and against each other, the tensors against the configuration beside them, complete or not. Contradictions go to
// `notes`: a shard that is missing, a tensor that the index has and no header, one that the architecture needs and nobody has.
Weights collect_weights(const std::vector<ScannedSource>& sources, Diagnostics& notes);

}  // namespace aboveboard::weights
