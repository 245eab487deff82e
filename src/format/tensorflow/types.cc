#include "format/tensorflow/types.h"

#include <array>

namespace aboveboard::format {
namespace {

// types.proto and tensor.proto.
constexpr std::array<TensorflowType, 32> kTypes = {{
    {1, "float32", 32, 5},      {2, "float64", 64, 6},          {3, "int32", 32, 7},           {4, "uint8", 8, 7},
    {5, "int16", 16, 7},        {6, "int8", 8, 7},              {7, "string", 0, 8},           {8, "complex64", 64, 9},
    {9, "int64", 64, 10},       {10, "bool", 8, 11},            {11, "qint8", 8, 7},           {12, "quint8", 8, 7},
    {13, "qint32", 32, 7},      {14, "bfloat16", 16, 13},       {15, "qint16", 16, 7},         {16, "quint16", 16, 7},
    {17, "uint16", 16, 7},      {18, "complex128", 128, 12},    {19, "float16", 16, 13},       {20, "resource", 0, 14},
    {21, "variant", 0, 15},     {22, "uint32", 32, 16},         {23, "uint64", 64, 17},        {24, "float8_e5m2", 8, 18},
    {25, "float8_e4m3fn", 8, 18}, {26, "float8_e4m3fnuz", 8, 18}, {27, "float8_e4m3b11fnuz", 8, 18}, {28, "float8_e5m2fnuz", 8, 18},
    {29, "int4", 8, 7},         {30, "uint4", 8, 7},            {31, "int2", 8, 7},            {32, "uint2", 8, 7},
}};

}  // namespace

const TensorflowType* find_tensorflow_type(std::uint64_t id) {
  if (id > 100) id -= 100;
  return id >= 1 && id <= kTypes.size() ? &kTypes[static_cast<std::size_t>(id - 1)] : nullptr;
}

}  // namespace aboveboard::format
