// The tensor types of ggml: how many elements a block holds, and in how many bytes.
#pragma once

#include <cstdint>
#include <string_view>

namespace aboveboard::format {

struct GgmlType {
  std::uint32_t id;
  std::string_view name;
  std::uint32_t block;  // elements
  std::uint32_t bytes;  // of a block
};

// The type with this id, or nullptr: ids that were given up (4, 5, 31 to 33, 36 to 38), ids of later versions, and
// those of forks.
const GgmlType* find_ggml_type(std::uint32_t id);

// Ids from here on are used by forks of llama.cpp, never by itself.
inline constexpr std::uint32_t kFirstForkType = 97;
// and none of them beyond: a type with a number like this is no type.
inline constexpr std::uint32_t kLastForkType = 1023;
// The first id that the versions read here do not know.
inline constexpr std::uint32_t kGgmlTypes = 43;

}  // namespace aboveboard::format
