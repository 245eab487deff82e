#include "lineage/numbers.h"

#include <algorithm>
#include <bit>

#include "base/bytes.h"

namespace aboveboard::lineage {
namespace {

// IEEE 754 binary16 to binary32; exact, also for subnormal numbers, infinities and the payload of a NaN.
std::uint32_t widened_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
  std::uint32_t exponent = (half >> 10) & 0x1fu;
  std::uint32_t fraction = half & 0x3ffu;
  if (exponent == 0x1f) return sign | 0x7f800000u | (fraction << 13);
  if (exponent == 0) {
    if (fraction == 0) return sign;
    const int shift = std::countl_zero(fraction) - 21;  // until its highest bit is the hidden one
    fraction = (fraction << shift) & 0x3ffu;
    exponent = static_cast<std::uint32_t>(1 - shift);
  }
  return sign | ((exponent + 112) << 23) | (fraction << 13);  // 112: the difference of the biases
}

}  // namespace

std::uint64_t float_width(std::string_view dtype) { return dtype == "F32" ? 4 : dtype == "F16" || dtype == "BF16" ? 2 : 0; }

std::uint32_t widened(const char* bytes, std::string_view dtype) {
  if (dtype == "F32") return load_le<std::uint32_t>(bytes);
  const auto half = load_le<std::uint16_t>(bytes);
  return dtype == "BF16" ? static_cast<std::uint32_t>(half) << 16 : widened_half(half);
}

void Variety::add(std::string_view bytes, std::size_t unit) {
  for (std::size_t at = 0; at + unit <= bytes.size() && count_ < kEnough; at += unit) {
    std::uint64_t value = 0;
    for (std::size_t i = unit; i-- > 0;) value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
    if (std::find(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(count_), value) == seen_.begin() + static_cast<std::ptrdiff_t>(count_)) seen_[count_++] = value;
  }
}

}  // namespace aboveboard::lineage
