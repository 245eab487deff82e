// The element types of TensorFlow (DataType in types.proto).
#pragma once

#include <cstdint>
#include <string_view>

namespace aboveboard::format {

struct TensorflowType {
  std::uint32_t id;
  std::string_view name;
  std::uint32_t bits;    // of an element as TensorFlow stores it, where types of 2 and 4 bits take a byte each; 0: no fixed size
};

// The type of this id, also of its reference (id + 100), or nullptr.
const TensorflowType* find_tensorflow_type(std::uint64_t id);

}  // namespace aboveboard::format
