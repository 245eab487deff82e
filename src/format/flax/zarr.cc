// Descriptions of zarr arrays (specifications of versions 2 and 3), as Orbax checkpoints hold one for each parameter.

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"
#include "format/flax/flax.h"

namespace aboveboard::format {
namespace {

// "<f4" of version 2 as version 3 spells it; what is no such type as it stands.
std::string type_name(std::string_view dtype) {
  const std::string_view kind = dtype.empty() || (dtype[0] != '<' && dtype[0] != '>' && dtype[0] != '|') ? dtype : dtype.substr(1);
  struct Known {
    std::string_view spelling, name;
  };
  constexpr Known kKnown[] = {{"b1", "bool"},   {"i1", "int8"},    {"i2", "int16"},   {"i4", "int32"},   {"i8", "int64"},     {"u1", "uint8"},      {"u2", "uint16"}, {"u4", "uint32"},
                              {"u8", "uint64"}, {"f2", "float16"}, {"f4", "float32"}, {"f8", "float64"}, {"c8", "complex64"}, {"c16", "complex128"}, {"O", "object"}};
  for (const Known& known : kKnown)
    if (known.spelling == kind) return std::string(known.name);
  return std::string(clip_utf8(dtype, 64));
}

// "params.dense.kernel" of "checkpoint/params.dense.kernel/.zarray".
std::string array_name(const Examination& examination) {
  const std::string& path = examination.member_name().empty() ? examination.path() : examination.member_name();
  const std::string_view folder = parent_path(path);
  return folder.empty() ? std::string(file_name(path)) : std::string(file_name(folder));
}

// Codecs are looked up by name among those that are installed; one of them unpickles.
void find_codecs(const data::Value& value, Examination& examination) {
  for (const data::Value& item : value.items) find_codecs(item, examination);
  if (!value.is_map()) return;
  for (const std::string_view key : {"id", "name"}) {
    const std::string id = data::text_of(value, key);
    if (!id.empty()) examination.found(ConstructKind::Operator, "zarr::" + id.substr(0, 256), "", 0);
  }
  for (const data::Member& member : value.members) find_codecs(member.value, examination);
}

bool read_shape(const data::Value* shape, std::vector<std::uint64_t>& dimensions) {
  if (shape == nullptr || !shape->is_list() || shape->items.size() > 64) return false;
  std::uint64_t elements = 1;
  for (const data::Value& item : shape->items) {
    if (!item.integer || *item.integer < 0) return false;
    dimensions.push_back(static_cast<std::uint64_t>(*item.integer));
    const auto product = checked_mul(elements, dimensions.back());
    if (!product) return false;
    elements = *product;
  }
  return true;
}

}  // namespace

bool looks_like_zarr_array(const Sniff& sniff) {
  const std::string_view head = trim(sniff.head);
  if (sniff.size > limits::kZarrBytes || !head.starts_with('{')) return false;
  return head.find("\"zarr_format\"") != std::string_view::npos && head.find("\"shape\"") != std::string_view::npos;
}

void read_zarr_array(ByteSource& bytes, Examination& examination) {
  examination.recognize("zarr");
  const Result<std::string> text = read_all(bytes, limits::kZarrBytes);
  if (!text) return examination.not_examined("zarr-limit", text.error().kind, text.error().message, 0);
  Diagnostics unheard;  // repeated keys and the like
  const Result<data::Value> value = data::parse_json(*text, {}, unheard);
  if (!value) return examination.invalid("zarr-json", "the description of an array is no JSON: " + value.error().message, value.error().place.byte.value_or(0));
  const data::Value* type = value->find("data_type") != nullptr ? value->find("data_type") : value->find("dtype");
  std::vector<std::uint64_t> shape;
  if (type == nullptr || !read_shape(value->find("shape"), shape)) return examination.invalid("zarr-array", "the description of an array lacks a shape or type", 0);
  const std::string name = type->is_string() ? type_name(type->text) : "struct";
  for (const std::string_view key : {"compressor", "filters", "codecs"})
    if (const data::Value* codecs = value->find(key)) find_codecs(*codecs, examination);
  Contents& contents = examination.contents();
  ++contents.tensor_count;
  contents.header_bytes += text->size();
  if (contents.tensors.size() < limits::kTensorsKept) contents.tensors.add(sanitize_utf8(array_name(examination)), name, shape, 0, 0, 0);
}

}  // namespace aboveboard::format
