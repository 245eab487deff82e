#include "format/flax/array_payload.h"

#include <string_view>

#include "base/checked.h"

namespace aboveboard::format {
namespace {

struct KnownType {
  std::string_view name;
  std::uint64_t bytes;
};
// Types of less than a byte are stored in one byte each.
constexpr KnownType kTypes[] = {
    {"bool", 1},         {"int8", 1},           {"int16", 2},         {"int32", 4},         {"int64", 8},           {"uint8", 1},         {"uint16", 2},
    {"uint32", 4},       {"uint64", 8},         {"float16", 2},       {"float32", 4},       {"float64", 8},         {"bfloat16", 2},      {"complex64", 8},
    {"complex128", 16},  {"float8_e4m3fn", 1},  {"float8_e5m2", 1},   {"float8_e4m3", 1},   {"float8_e3m4", 1},     {"float8_e4m3fnuz", 1}, {"float8_e5m2fnuz", 1},
    {"float8_e4m3b11fnuz", 1}, {"float8_e8m0fnu", 1}, {"float6_e2m3fn", 1}, {"float6_e3m2fn", 1}, {"float4_e2m1fn", 1}, {"int4", 1}, {"uint4", 1},
    {"int2", 1},         {"uint2", 1},
};
constexpr std::uint64_t kRank = 64;
constexpr std::uint64_t kNameBytes = 64;

tl::unexpected<Error> wrong(std::string message, std::uint64_t at) { return fail(ErrorKind::Malformed, std::move(message), {{}, std::nullopt, at}); }

Status read_shape(MsgpackReader& in, FlaxArray& array) {
  ABOVEBOARD_ASSIGN(const MsgpackValue shape, in.next());
  if (shape.kind != MsgpackKind::List || shape.size > kRank) return wrong("the shape of an array is no list, or has more than 64 dimensions", shape.begin);
  for (std::uint64_t i = 0; i < shape.size; ++i) {
    ABOVEBOARD_ASSIGN(const MsgpackValue dimension, in.next());
    if (dimension.kind != MsgpackKind::Integer || dimension.integer < 0) return wrong("a dimension is no whole number from 0 on", dimension.begin);
    array.shape.push_back(static_cast<std::uint64_t>(dimension.integer));
    const auto product = checked_mul(array.elements, array.shape.back());
    if (!product) return wrong("the elements of an array do not fit 64 bits", dimension.begin);
    array.elements = *product;
  }
  return {};
}

}  // namespace

Result<FlaxArray> read_flax_array(MsgpackReader& in, std::uint64_t size) {
  FlaxArray array;
  const std::uint64_t begin = in.position();
  ABOVEBOARD_ASSIGN(const MsgpackValue list, in.next());
  if (list.kind != MsgpackKind::List || list.size != 3) return wrong("an array is no list of shape, dtype and data", begin);
  ABOVEBOARD_TRY(read_shape(in, array));
  ABOVEBOARD_ASSIGN(const MsgpackValue name, in.next());
  if ((name.kind != MsgpackKind::Text && name.kind != MsgpackKind::Binary) || name.size > kNameBytes) return wrong("the dtype of an array is no name", name.begin);
  array.dtype = in.take(name.size).value_or("");
  for (const KnownType& known : kTypes)
    if (known.name == array.dtype) array.itemsize = known.bytes;
  ABOVEBOARD_ASSIGN(const MsgpackValue data, in.next());
  if (data.kind != MsgpackKind::Binary && data.kind != MsgpackKind::Text) return wrong("the data of an array is no string of bytes", data.begin);
  array.begin = in.position();
  array.bytes = data.size;
  in.skip(data.size);
  if (in.position() - begin != size) return wrong("an array is longer or shorter than the extension that holds it", begin);
  return array;
}

}  // namespace aboveboard::format
