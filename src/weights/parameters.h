// Parameters: how many numbers a set of weights holds, as the Hub counts them: what packing put into one element counts as what it was, scales and offsets do
// not count, and storage that two tensors share counts once.
#pragma once

#include <cstdint>

#include "weights/quantization.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

struct ParameterCount {
  bool read = false;          // the tensors of some file were read
  std::uint64_t logical = 0;
  std::uint64_t stored = 0;   // elements of all tensors as they are stored
};

// `quantization` may be nullptr. Saturates at 2^64 - 1.
ParameterCount count_parameters(const WeightSet& set, const Quantization* quantization);

}  // namespace aboveboard::weights
