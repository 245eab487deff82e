// An array as Flax packs it: the extension types 1 and 3, whose payload is the list [shape, dtype, data]. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "format/msgpack/msgpack.h"

namespace aboveboard::format {

inline constexpr std::int8_t kFlaxArray = 1;
inline constexpr std::int8_t kFlaxComplex = 2;
inline constexpr std::int8_t kFlaxScalar = 3;

struct FlaxArray {
  std::vector<std::uint64_t> shape;
  std::uint64_t elements = 1;
  std::string dtype;            // of numpy or ml_dtypes: "float32", "bfloat16"
  std::uint64_t itemsize = 0;   // 0 where the dtype is not known
  std::uint64_t begin = 0;      // of the data in the source
  std::uint64_t bytes = 0;
};

// Reads the payload of `size` bytes that follows in `in`, and leaves `in` behind it. Malformed where it is no such list; Truncated as MsgpackReader.
Result<FlaxArray> read_flax_array(MsgpackReader& in, std::uint64_t size);

}  // namespace aboveboard::format
