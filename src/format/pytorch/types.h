// Element types of PyTorch: by the names of storage classes ("FloatStorage") and of dtypes ("float32").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aboveboard::format::pytorch {

struct ElementType {
  std::string_view name;       // as torch spells the dtype, without "torch."
  std::uint64_t bytes = 0;     // of an element; 0: elements share bytes
};

// "torch.FloatStorage", "torch.cuda.HalfStorage", "torch.storage.UntypedStorage" (bytes).
std::optional<ElementType> storage_type(std::string_view qualified_name);
// "torch.float8_e4m3fn".
std::optional<ElementType> dtype(std::string_view qualified_name);

}  // namespace aboveboard::format::pytorch
