// The element types of ONNX tensors (TensorProto.DataType).
#pragma once

#include <cstdint>
#include <string_view>

namespace aboveboard::format {

// The repeated fields of TensorProto that hold values one by one; the enumerators are their field numbers.
enum class OnnxValues : std::uint32_t { Float = 4, Int32 = 5, String = 6, Int64 = 7, Raw = 9, Double = 10, Uint64 = 11, None = 0 };

struct OnnxType {
  std::uint32_t id;
  std::string_view name;
  std::uint32_t bits;  // of an element; 0 for strings, whose elements have no fixed size
  OnnxValues values;   // where values stand that are not in raw_data
  std::uint32_t per_element = 1;  // values of an element (two for complex numbers)
  std::uint32_t packed = 1;       // elements of a value (two or four for types of 4 and 2 bits)
};

// The type of this id, or nullptr: 0 (undefined), and those of later versions.
const OnnxType* find_onnx_type(std::uint64_t id);

}  // namespace aboveboard::format
