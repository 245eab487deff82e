// Whether one copy of the weights is whole, by its files: their number, their index, and what they say of themselves.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/weights.h"
#include "weights/check_index.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

struct Verdict {
  Completeness complete = Completeness::Unknown;
  std::string reason;  // what it was checked against, or what is missing: a sentence without its end
};

struct CheckedIndex {
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;
  IndexCheck check;
};

// The index beside the set that names one of its files, or nullptr.
const CheckedIndex* index_of(const WeightSet& set, const std::vector<CheckedIndex>& indexes);

// `index` may be nullptr. Contradictions go to `notes`.
Verdict check_set(const WeightSet& set, const CheckedIndex* index, Diagnostics& notes);

}  // namespace aboveboard::weights
