// Numbers of tensors: whether two are equal though they are stored in different dtypes, and whether what is stored tells anything.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace aboveboard::lineage {

// Bytes of a number of F32, F16 or BF16; 0 for any other dtype.
std::uint64_t float_width(std::string_view dtype);

// The number at `bytes` (float_width() of them, least significant first) as the bits of an F32, which holds each of the three exactly.
std::uint32_t widened(const char* bytes, std::string_view dtype);

// Counts different values, up to the few that rule out a tensor set to one or two constants: zeros, ones and unchanged initial values are equal in unrelated models.
class Variety {
 public:
  static constexpr std::size_t kEnough = 8;
  // `unit`: bytes of a value, 1, 2, 4 or 8; the tail that fills none is passed over.
  void add(std::string_view bytes, std::size_t unit);
  bool enough() const { return count_ == kEnough; }

 private:
  std::array<std::uint64_t, kEnough> seen_{};
  std::size_t count_ = 0;
};

}  // namespace aboveboard::lineage
