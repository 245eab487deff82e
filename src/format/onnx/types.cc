#include "format/onnx/types.h"

#include <array>

namespace aboveboard::format {
namespace {

using V = OnnxValues;

// onnx.proto3, TensorProto.DataType and the comments on its value fields.
constexpr std::array<OnnxType, 26> kTypes = {{
    {1, "FLOAT", 32, V::Float},           {2, "UINT8", 8, V::Int32},           {3, "INT8", 8, V::Int32},
    {4, "UINT16", 16, V::Int32},          {5, "INT16", 16, V::Int32},          {6, "INT32", 32, V::Int32},
    {7, "INT64", 64, V::Int64},           {8, "STRING", 0, V::String},         {9, "BOOL", 8, V::Int32},
    {10, "FLOAT16", 16, V::Int32},        {11, "DOUBLE", 64, V::Double},       {12, "UINT32", 32, V::Uint64},
    {13, "UINT64", 64, V::Uint64},        {14, "COMPLEX64", 64, V::Float, 2},  {15, "COMPLEX128", 128, V::Double, 2},
    {16, "BFLOAT16", 16, V::Int32},       {17, "FLOAT8E4M3FN", 8, V::Int32},   {18, "FLOAT8E4M3FNUZ", 8, V::Int32},
    {19, "FLOAT8E5M2", 8, V::Int32},      {20, "FLOAT8E5M2FNUZ", 8, V::Int32}, {21, "UINT4", 4, V::Int32, 1, 2},
    {22, "INT4", 4, V::Int32, 1, 2},      {23, "FLOAT4E2M1", 4, V::Int32, 1, 2}, {24, "FLOAT8E8M0", 8, V::Int32},
    {25, "UINT2", 2, V::Int32, 1, 4},     {26, "INT2", 2, V::Int32, 1, 4},
}};

}  // namespace

const OnnxType* find_onnx_type(std::uint64_t id) { return id >= 1 && id <= kTypes.size() ? &kTypes[static_cast<std::size_t>(id - 1)] : nullptr; }

}  // namespace aboveboard::format
