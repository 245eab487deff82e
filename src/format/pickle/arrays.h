// joblib: the raw bytes of numpy arrays stand in the middle of the pickle, behind the state of an object that says their shape and type
// (joblib/numpy_pickle.py, NumpyArrayWrapper).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "format/pickle/machine.h"

namespace aboveboard::format::pickle {

struct ArrayState {
  std::vector<std::uint64_t> shape;
  std::string dtype;            // "float64"
  std::uint64_t item_bytes = 0;
  std::uint64_t bytes = 0;      // of all items
  bool objects = false;         // a pickle follows in place of raw bytes
  bool padded = false;          // a byte with the length of padding, and the padding, stand before them
};

// What the wrapper on top of the stack says of the array; nothing where that cannot be told.
std::optional<ArrayState> array_state(Machine& machine);

}  // namespace aboveboard::format::pickle
