#include <algorithm>

#include "base/checked.h"
#include "base/limits.h"
#include "format/onnx/onnx_reader.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kMostEntries = 1000;           // about the file that a tensor is in; four are of use
constexpr std::uint64_t kCountedBytes = 16u << 10;  // of a list of varints that are read to count them

}  // namespace

void OnnxReader::count_values(const WireField& field, OnnxValueField& values) {
  if (!values.any()) values.place = field.payload.begin;
  values.bytes += field.payload.size();
  std::uint64_t least = 1, most = 1;
  const auto kind = static_cast<OnnxValues>(field.number);
  if (kind == OnnxValues::Raw || kind == OnnxValues::String) {
    values.most += kind == OnnxValues::String ? 1 : 0;
    values.least += kind == OnnxValues::String ? 1 : 0;
    if (kind == OnnxValues::Raw) values.bytes = field.payload.size();  // not repeated: the last one stands
    return;
  }
  if (field.type == WireType::Bytes) {
    const std::uint64_t bytes = field.payload.size();
    if (kind == OnnxValues::Float || kind == OnnxValues::Double) {
      const std::uint64_t width = kind == OnnxValues::Float ? 4 : 8;
      least = most = bytes / width;
      if (bytes % width != 0) broken("wire", "a packed list of numbers ends within one", field.place);
    } else if (bytes <= kCountedBytes) {
      PackedVarints numbers(window, field);
      for (most = 0; numbers.next();) ++most;
      least = most;
      if (numbers.broken()) broken("wire", "a packed list of numbers ends within one", field.place);
    } else {
      least = bytes / 10;
      most = bytes;
    }
  }
  values.least += least;
  values.most += most;
}

void OnnxReader::read_tensor_field(const WireField& field, OnnxTensor& tensor) {
  switch (field.number) {
    case 1: {
      if (field.type != WireType::Varint && field.type != WireType::Bytes) return;
      PackedVarints dims(window, field);
      while (const auto dim = dims.next()) {
        if (tensor.dims.size() >= limits::kGraphDimensions || as_signed(*dim) < 0) {
          tensor.bad_dims = true;
          return;
        }
        tensor.dims.push_back(*dim);
      }
      tensor.bad_dims = tensor.bad_dims || dims.broken();
      return;
    }
    case 2:
      if (field.type == WireType::Varint) tensor.type = field.value & 0xffffffffu;  // an int32
      return;
    case 8:
      if (field.type != WireType::Bytes) return;
      tensor.name = name(field.payload);
      tensor.name_hash = hash(field.payload);
      return;
    case 13:
      if (field.type != WireType::Bytes) return;
      if (tensor.entries.size() < kMostEntries) tensor.entries.push_back(field);
      else keeper.limit("a tensor says more of its file than is read", field.place);
      return;
    case 14:
      if (field.type == WireType::Varint && field.value <= 1) tensor.external = field.value == 1;
      return;
    default:
      break;
  }
  const bool bytes = field.type == WireType::Bytes;
  switch (static_cast<OnnxValues>(field.number)) {
    case OnnxValues::Float:
      if (bytes || field.type == WireType::Fixed32) count_values(field, tensor.values[4]);
      return;
    case OnnxValues::Double:
      if (bytes || field.type == WireType::Fixed64) count_values(field, tensor.values[10]);
      return;
    case OnnxValues::Int32:
    case OnnxValues::Int64:
    case OnnxValues::Uint64:
      if (bytes || field.type == WireType::Varint) count_values(field, tensor.values[field.number]);
      return;
    case OnnxValues::String:
    case OnnxValues::Raw:
      if (bytes) count_values(field, tensor.values[field.number]);
      return;
    default:
      return;
  }
}

OnnxTensor OnnxReader::read_tensor_fields(ByteRange message) {
  OnnxTensor tensor;
  fields(message, [&](const WireField& field) { read_tensor_field(field, tensor); });
  return tensor;
}

void OnnxReader::add_initializer(const OnnxTensor& tensor, std::unordered_set<std::uint64_t>& names, std::uint64_t place) {
  if (broken_wire()) return;
  if (tensor.name.empty()) {
    broken("initializer-name", "an initializer has no name", place);
    return;
  }
  if (values_full_) return;
  if (!names.insert(tensor.name_hash).second) broken("duplicate-initializer", "the initializer " + quoted_name(tensor.name) + " stands twice", place);
  if (ir_version_ <= 3 && inputs_checked_ && !scopes_.back().names.contains(tensor.name_hash))
    broken("initializer-input", "the initializer " + quoted_name(tensor.name) + " is no input of the graph, as IR versions up to 3 demand", place);
  define(tensor.name_hash);
}

void OnnxReader::read_tensor(const WireField& field, const std::string& fallback, std::unordered_set<std::uint64_t>* names) {
  const OnnxTensor tensor = read_tensor_fields(field.payload);
  if (names != nullptr) add_initializer(tensor, *names, field.place);
  check_tensor(tensor, tensor.name.empty() ? fallback : tensor.name, field.place, true);
}

void OnnxReader::check_tensor(const OnnxTensor& tensor, const std::string& name, std::uint64_t place, bool listed) {
  if (broken_wire() && !tensor.type) return;
  if (!tensor.type || *tensor.type == 0) {
    broken("data-type", "the tensor " + quoted_name(name) + " has no data type", place);
    return;
  }
  const auto elements = tensor.bad_dims ? std::nullopt : count_elements(tensor.dims);
  if (!elements) {
    broken("dims", "the dimensions of " + quoted_name(name) + " are negative, too many, or too large together", place);
    return;
  }
  const OnnxType* type = find_onnx_type(*tensor.type);
  const auto needed = type != nullptr && type->bits != 0 ? packed_bytes(*elements, type->bits) : std::nullopt;
  if (type != nullptr && type->bits != 0 && !needed) {
    broken("dims", "the bytes of " + quoted_name(name) + " do not fit 64 bits", place);
    return;
  }
  std::uint64_t begin = place;
  if (tensor.external) {
    begin = read_external(tensor, needed, name, place);
  } else {
    if (!check_inline(tensor, type, *elements, name, place)) return;
    for (const OnnxValueField& values : tensor.values)
      if (values.any()) begin = values.place;
  }
  if (type == nullptr) {
    keeper.unsupported("type", "the tensor " + quoted_name(name) + " has the data type " + std::to_string(*tensor.type) + ", which is not known here", place);
    return;
  }
  const std::uint64_t bytes = needed ? *needed : tensor.values[static_cast<std::size_t>(OnnxValues::String)].bytes;
  keeper.data(bytes);
  if (listed) keeper.tensor(name, type->name, tensor.dims, begin, bytes, place);
}

// The data of a tensor within the file: in one field, in the right one, and enough of it. False where the tensor cannot be counted.
bool OnnxReader::check_inline(const OnnxTensor& tensor, const OnnxType* type, std::uint64_t elements, const std::string& name, std::uint64_t place) {
  const auto kinds = std::count_if(std::begin(tensor.values), std::end(tensor.values), [](const OnnxValueField& values) { return values.any(); });
  if (elements == 0 && kinds != 0) {
    broken("value-fields", "the tensor " + quoted_name(name) + " has no elements, but data", place);
    return true;
  }
  if (elements != 0 && kinds != 1) {
    broken("value-fields", "the data of " + quoted_name(name) + " stands in " + std::to_string(kinds) + " fields instead of one", place);
    return false;
  }
  if (type == nullptr || elements == 0) return true;
  check_values(tensor, *type, elements, name, place);
  return true;
}

void OnnxReader::check_values(const OnnxTensor& tensor, const OnnxType& type, std::uint64_t elements, const std::string& name, std::uint64_t place) {
  const OnnxValueField& raw = tensor.values[static_cast<std::size_t>(OnnxValues::Raw)];
  std::uint64_t least = raw.bytes, most = raw.bytes, wanted = 0;
  if (raw.any()) {
    if (type.values == OnnxValues::String) {
      broken("value-fields", "the strings of " + quoted_name(name) + " stand in raw_data", place);
      return;
    }
    wanted = packed_bytes(elements, type.bits).value_or(UINT64_MAX);
  } else {
    const OnnxValueField& values = tensor.values[static_cast<std::size_t>(type.values)];
    if (!values.any()) {
      broken("value-fields", "the data of " + quoted_name(name) + " stands in a field that is not for " + std::string(type.name), place);
      return;
    }
    least = values.least;
    most = values.most;
    wanted = checked_mul(elements, type.per_element).value_or(UINT64_MAX);
    wanted = wanted / type.packed + (wanted % type.packed != 0 ? 1 : 0);
  }
  const std::string unit = raw.any() ? " bytes" : " values";
  if (most < wanted)
    keeper.invalid("data-length", quoted_name(name) + " needs " + std::to_string(wanted) + unit + ", but has " + std::to_string(most), place,
                   ErrorKind::Truncated);
  if (least > wanted) keeper.note("data-surplus", quoted_name(name) + " needs " + std::to_string(wanted) + unit + ", but has " + std::to_string(least), place);
}

// SparseTensorProto: values, where they are, and the dimensions of the whole. The indices themselves are data, and not read.
void OnnxReader::read_sparse(const WireField& field, const std::string& fallback, std::unordered_set<std::uint64_t>* names) {
  std::optional<OnnxTensor> values, indices;
  WireField indices_field;
  std::vector<std::uint64_t> dims;
  bool bad_dims = false;
  fields(field.payload, [&](const WireField& part) {
    if (part.bytes(1)) values = read_tensor_fields(part.payload);
    if (part.bytes(2)) {
      indices = read_tensor_fields(part.payload);
      indices_field = part;
    }
    if (part.number == 3 && (part.type == WireType::Varint || part.type == WireType::Bytes)) {
      PackedVarints numbers(window, part);
      while (const auto dim = numbers.next()) {
        bad_dims = bad_dims || as_signed(*dim) <= 0 || dims.size() >= limits::kGraphDimensions;
        if (!bad_dims) dims.push_back(*dim);
      }
    }
  });
  if (broken_wire()) return;
  if (!values) {
    broken("sparse", "a sparse tensor has no values", field.place);
    return;
  }
  if (names != nullptr) add_initializer(*values, *names, field.place);
  const std::string shown = values->name.empty() ? fallback : values->name;
  check_tensor(*values, shown, field.place, true);
  if (values->dims.size() != 1 || dims.empty() || bad_dims) {
    broken("sparse", "the sparse tensor " + quoted_name(shown) + " has no list of values, or no positive dimensions", field.place);
    return;
  }
  const std::uint64_t count = values->dims.front();
  if (!indices) {
    if (count != 0) broken("sparse", "the sparse tensor " + quoted_name(shown) + " has no indices", field.place);
    return;
  }
  check_tensor(*indices, shown, indices_field.place, false);
  const std::uint64_t rank = indices->dims.size();
  const bool flat = rank == 1 && indices->dims[0] == count;
  const bool pairs = rank == 2 && indices->dims[0] == count && indices->dims[1] == dims.size();
  if (indices->type != 7 || !(flat || pairs))
    broken("sparse", "the indices of " + quoted_name(shown) + " are not of INT64, or not as many as its values", indices_field.place);
}

}  // namespace aboveboard::format
