#include "format/pytorch/types.h"

#include <algorithm>
#include <array>

namespace aboveboard::format::pytorch {
namespace {

struct Known {
  std::string_view storage;  // without "Storage"; "" where there is none
  ElementType type;
};

// torch/storage.py (_dtype_to_storage_type_map) and torch.dtype; types of newer versions have no storage class.
constexpr std::array<Known, 42> kKnown = {{
    {"Float", {"float32", 4}},
    {"Double", {"float64", 8}},
    {"Half", {"float16", 2}},
    {"BFloat16", {"bfloat16", 2}},
    {"Long", {"int64", 8}},
    {"Int", {"int32", 4}},
    {"Short", {"int16", 2}},
    {"Char", {"int8", 1}},
    {"Byte", {"uint8", 1}},
    {"Bool", {"bool", 1}},
    {"ComplexFloat", {"complex64", 8}},
    {"ComplexDouble", {"complex128", 16}},
    {"ComplexHalf", {"complex32", 4}},
    {"QInt8", {"qint8", 1}},
    {"QUInt8", {"quint8", 1}},
    {"QInt32", {"qint32", 4}},
    {"QUInt4x2", {"quint4x2", 0}},
    {"QUInt2x4", {"quint2x4", 0}},
    {"Untyped", {"uint8", 1}},
    {"", {"uint16", 2}},
    {"", {"uint32", 4}},
    {"", {"uint64", 8}},
    {"", {"float8_e4m3fn", 1}},
    {"", {"float8_e4m3fnuz", 1}},
    {"", {"float8_e5m2", 1}},
    {"", {"float8_e5m2fnuz", 1}},
    {"", {"float8_e8m0fnu", 1}},
    {"", {"float4_e2m1fn_x2", 1}},
    {"", {"float", 4}},
    {"", {"double", 8}},
    {"", {"half", 2}},
    {"", {"long", 8}},
    {"", {"int", 4}},
    {"", {"short", 2}},
    {"", {"bits8", 1}},
    {"", {"bits16", 2}},
    {"", {"int1", 1}},
    {"", {"int4", 1}},
    {"", {"uint1", 1}},
    {"", {"uint4", 1}},
    {"", {"cfloat", 8}},
    {"", {"cdouble", 16}},
}};

}  // namespace

std::optional<ElementType> storage_type(std::string_view name) {
  if (!name.starts_with("torch.") || !name.ends_with("Storage")) return std::nullopt;
  name.remove_suffix(7);
  name.remove_prefix(name.rfind('.') + 1);
  if (name.starts_with('_')) name.remove_prefix(1);
  const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& row) { return !name.empty() && row.storage == name; });
  return known == kKnown.end() ? std::nullopt : std::optional(known->type);
}

std::optional<ElementType> dtype(std::string_view name) {
  if (!name.starts_with("torch.")) return std::nullopt;
  name.remove_prefix(6);
  const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&](const Known& row) { return row.type.name == name; });
  return known == kKnown.end() ? std::nullopt : std::optional(known->type);
}

}  // namespace aboveboard::format::pytorch
