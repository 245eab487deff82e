// Adapters (PEFT): adapter_config.json against the tensors of the adapter.
#pragma once

#include "base/diagnostics.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

// Low-rank adapters: every module has both of its halves, of the rank that the configuration says, and is one that the configuration names. False, with
// diagnostics (format/adapter-...), where halves are missing or of another rank. Other kinds of adapters are not looked at.
bool check_adapter(const WeightSet& set, Diagnostics& notes);

}  // namespace aboveboard::weights
