// MIL.proto: functions of blocks of operations. Weights are values in a blob file beside the specification.
#include <algorithm>
#include <array>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/coreml/model_reader.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kBlobRecord = 64;
constexpr std::string_view kOwnFolder = "@model_path/";  // the folder of the specification

struct MilType {
  std::uint32_t id;
  std::string_view name;
  std::uint32_t bits;
};
constexpr std::array<MilType, 20> kTypes = {{{1, "bool", 8}, {10, "float16", 16}, {11, "float32", 32}, {12, "float64", 64}, {13, "bfloat16", 16},
    {21, "int8", 8}, {22, "int16", 16}, {23, "int32", 32}, {24, "int64", 64}, {25, "int4", 4}, {31, "uint8", 8}, {32, "uint16", 16}, {33, "uint32", 32},
    {34, "uint64", 64}, {35, "uint4", 4}, {36, "uint2", 2}, {37, "uint1", 1}, {38, "uint6", 6}, {39, "uint3", 3}, {40, "float8e4m3fn", 8}}};
constexpr MilType kFloat8e5m2{41, "float8e5m2", 8};

const MilType* find_type(std::uint64_t id) {
  if (id == kFloat8e5m2.id) return &kFloat8e5m2;
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const MilType& type) { return type.id == id; });
  return found == kTypes.end() ? nullptr : &*found;
}

}  // namespace

void CoremlReader::read_program(ByteRange message, std::uint64_t depth) {
  const auto values = [&](const WireField& entry, auto visit) {  // of a map
    fields(entry.payload, [&](const WireField& part) {
      if (part.bytes(2)) visit(part);
    });
  };
  fields(message, [&](const WireField& field) {
    if (field.bytes(2)) values(field, [&](const WireField& function) { read_function(function.payload, depth); });
    if (field.bytes(4)) values(field, [&](const WireField& value) { read_value(value, "program"); });
  });
}

void CoremlReader::read_function(ByteRange message, std::uint64_t depth) {
  fields(message, [&](const WireField& field) {
    if (!field.bytes(3)) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(2)) read_block(part.payload, depth);
    });
  });
}

void CoremlReader::read_block(ByteRange message, std::uint64_t depth) {
  if (too_deep(depth, message.begin)) return;
  fields(message, [&](const WireField& field) {
    if (field.bytes(3)) read_operation(field, depth);
  });
}

void CoremlReader::read_operation(const WireField& operation, std::uint64_t depth) {
  std::string type, output;
  fields(operation.payload, [&](const WireField& field) {
    if (field.bytes(1)) type = name(field.payload);
    if (!field.bytes(3) || !output.empty()) return;
    fields(field.payload, [&](const WireField& part) {
      if (part.bytes(1)) output = name(part.payload);
    });
  });
  if (type.starts_with("custom")) keeper.examination().found(ConstructKind::Operator, "coreml::" + sanitize_utf8(type), output, operation.place);
  fields(operation.payload, [&](const WireField& field) {
    if (field.bytes(4)) read_block(field.payload, depth + 1);
    if (!field.bytes(2) && !field.bytes(5)) return;
    fields(field.payload, [&](const WireField& entry) {
      if (!entry.bytes(2)) return;
      if (field.number == 5) return read_value(entry, output);
      fields(entry.payload, [&](const WireField& binding) {  // Argument
        if (!binding.bytes(1)) return;
        fields(binding.payload, [&](const WireField& value) {
          if (value.bytes(2)) read_value(value, output);
        });
      });
    });
  });
}

void CoremlReader::read_value(const WireField& value, const std::string& own) {
  ByteRange type{0, 0};
  fields(value.payload, [&](const WireField& field) {
    if (field.bytes(2)) type = field.payload;
  });
  fields(value.payload, [&](const WireField& field) {
    if (field.bytes(5)) read_blob_value(field, type, own);
  });
}

CoremlReader::TensorType CoremlReader::read_tensor_type(ByteRange value_type) {
  TensorType type;
  fields(value_type, [&](const WireField& field) {
    if (!field.bytes(1)) return;
    type.known = true;
    fields(field.payload, [&](const WireField& part) {
      if (part.varint(1)) type.id = part.value;
      if (!part.bytes(3)) return;
      std::optional<std::uint64_t> size;
      fields(part.payload, [&](const WireField& dimension) {
        if (!dimension.bytes(1)) return;
        size = 0;
        fields(dimension.payload, [&](const WireField& constant) {
          if (constant.varint(1)) size = constant.value;
        });
      });
      if (!size || type.dims.size() >= limits::kGraphDimensions) type.known = false;
      else type.dims.push_back(*size);
    });
  });
  return type;
}

std::size_t CoremlReader::blob_file(const std::string& path, const WireField& field) {
  const auto [entry, added] = blob_index_.try_emplace(path, blobs_.size());
  if (added) blobs_.push_back({path, 0, field.payload});
  return entry->second;
}

void CoremlReader::read_blob_value(const WireField& blob, ByteRange type_range, const std::string& own) {
  std::string path;
  std::uint64_t offset = 0;
  fields(blob.payload, [&](const WireField& field) {
    if (field.bytes(1)) path = window.text(field.payload, kOwnFolder.size() + kLongestPath + 1);
    if (field.varint(2)) offset = field.value;
  });
  if (broken_wire()) return;
  if (std::string_view(path).starts_with(kOwnFolder)) path.erase(0, kOwnFolder.size());
  const std::string_view why = leaves_folder(path);
  if (!why.empty()) {
    keeper.examination().found(ConstructKind::OpensPath, sanitize_utf8(path), "blob file of " + own, blob.place);
    keeper.invalid("blob-path", "the weights " + quoted_name(own) + " are in the file " + quoted_name(path) + ", which " + std::string(why), blob.place);
  }
  const TensorType type = read_tensor_type(type_range);
  const MilType* known = find_type(type.id);
  const std::uint64_t elements = type.known ? count_elements(type.dims).value_or(UINT64_MAX) : UINT64_MAX;
  const std::uint64_t bytes = known != nullptr ? packed_bytes(elements, known->bits).value_or(UINT64_MAX) : UINT64_MAX;
  const std::uint64_t begin = checked_add(offset, kBlobRecord).value_or(UINT64_MAX);
  const auto end = checked_add(begin, bytes);
  if (known == nullptr || elements == UINT64_MAX || bytes == UINT64_MAX || !end) {
    keeper.invalid("blob-type", "the weights " + quoted_name(own) + " have no type of known size, or an offset too large", blob.place);
    return;
  }
  std::size_t file = 0;
  if (why.empty()) {
    if (blobs_.size() >= limits::kExternalFiles && !blob_index_.contains(path)) {
      keeper.limit("the weights lie in more files than are listed", blob.place);
      return;
    }
    file = blob_file(path, blob);
    blobs_[file].end = std::max(blobs_[file].end, *end);
  }
  keeper.data(bytes);
  keeper.tensor(own, known->name, type.dims, 1ull << 63 | (static_cast<std::uint64_t>(file) & 0x7fff) << 48 | (begin & 0xffff'ffff'ffffull), bytes, blob.place);
}

void CoremlReader::write_blob_files() {
  for (const BlobFile& file : blobs_) keeper.metadata("coreml.blob_file", file.path + " " + std::to_string(file.end), file.place);
}

}  // namespace aboveboard::format
