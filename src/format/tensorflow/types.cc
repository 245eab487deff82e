#include "format/tensorflow/types.h"

#include <array>

namespace aboveboard::format {
namespace {

// types.proto.
constexpr std::array<TensorflowType, 32> kTypes = {{
    {1, "float32", 32},      {2, "float64", 64},          {3, "int32", 32},           {4, "uint8", 8},
    {5, "int16", 16},        {6, "int8", 8},              {7, "string", 0},           {8, "complex64", 64},
    {9, "int64", 64},       {10, "bool", 8},            {11, "qint8", 8},           {12, "quint8", 8},
    {13, "qint32", 32},      {14, "bfloat16", 16},       {15, "qint16", 16},         {16, "quint16", 16},
    {17, "uint16", 16},      {18, "complex128", 128},    {19, "float16", 16},       {20, "resource", 0},
    {21, "variant", 0},     {22, "uint32", 32},         {23, "uint64", 64},        {24, "float8_e5m2", 8},
    {25, "float8_e4m3fn", 8}, {26, "float8_e4m3fnuz", 8}, {27, "float8_e4m3b11fnuz", 8}, {28, "float8_e5m2fnuz", 8},
    {29, "int4", 8},         {30, "uint4", 8},            {31, "int2", 8},            {32, "uint2", 8},
}};

}  // namespace

const TensorflowType* find_tensorflow_type(std::uint64_t id) {
  if (id > 100) id -= 100;
  return id >= 1 && id <= kTypes.size() ? &kTypes[static_cast<std::size_t>(id - 1)] : nullptr;
}

}  // namespace aboveboard::format
