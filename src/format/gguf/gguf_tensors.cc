#include <array>

#include "base/checked.h"
#include "base/limits.h"
#include "format/gguf/gguf_reader.h"
#include "format/gguf/types.h"
#include "format/name_hash.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kTensorNameBytes = 63;  // GGML_MAX_NAME less its zero

}  // namespace

bool GgufReader::read_tensors() {
  contents_.tensor_count += tensors_;
  for (std::uint64_t i = 0; i < tensors_; ++i)
    if (!read_tensor()) return false;
  return true;
}

bool GgufReader::read_tensor() {
  const std::uint64_t byte = in_.position();
  const auto text_name = text(kTensorNameBytes, "tensor-name-length", "a tensor's name");
  if (!text_name) return false;
  const std::string name(*text_name);
  const std::uint64_t hash = hash_name(name);
  if (!names_.insert(hash).second)
    return invalid("duplicate-tensor", "the tensor " + quoted(name) + " stands twice", byte);
  contents_.names.push_back(hash);
  const std::uint64_t dimensions_byte = in_.position();
  const auto dimensions = in_.read<std::uint32_t>();
  if (!dimensions) return ends("the tensor " + quoted(name));
  if (*dimensions > limits::kGgufDimensions)
    return invalid("dimensions",
                   quoted(name) + " has " + std::to_string(*dimensions) + " dimensions; at most 4 are allowed",
                   dimensions_byte);
  std::uint64_t elements = 1;
  std::array<std::uint64_t, limits::kGgufDimensions> shape{};  // outermost first; the file has the innermost first
  for (std::uint32_t i = 0; i < *dimensions; ++i) {
    const auto dimension = length();
    if (!dimension) return ends("the tensor " + quoted(name));
    const auto product = checked_mul(elements, *dimension);
    if (!product || *product > INT64_MAX || *dimension > INT64_MAX)
      return invalid("overflow", "the number of elements of " + quoted(name) + " does not fit 63 bits",
                     dimensions_byte);
    elements = *product;
    shape[*dimensions - 1 - i] = *dimension;
  }
  return read_size(name, byte, elements, std::span(shape).first(*dimensions));
}

// Type and offset of a tensor, and what they must be.
bool GgufReader::read_size(const std::string& name, std::uint64_t byte, std::uint64_t elements,
                           std::span<const std::uint64_t> shape) {
  const std::uint64_t row = shape.empty() ? 1 : shape.back();
  const std::uint64_t type_byte = in_.position();
  const auto id = in_.read<std::uint32_t>();
  const auto offset = id ? in_.read<std::uint64_t>() : std::nullopt;
  if (!offset) return ends("the tensor " + quoted(name));
  const GgmlType* type = find_ggml_type(*id);
  if (type == nullptr && (*id < kFirstForkType || *id > kLastForkType))
    return invalid("tensor-type",
                   quoted(name) + " has the type " + std::to_string(*id) +
                       (*id < kGgmlTypes ? ", which was given up" : ", which is not known"),
                   type_byte);
  const std::string type_name = type != nullptr ? std::string(type->name) : "fork-" + std::to_string(*id);
  const auto sum = checked_add(elements_, elements);
  if (!sum) return invalid("overflow", "the elements of all tensors do not fit 64 bits", byte);
  elements_ = *sum;
  contents_.elements[type_name] += elements;
  const auto keep = [&](std::uint64_t bytes) {
    if (contents_.tensors.size() < limits::kTensorsKept) contents_.tensors.add(name, type_name, shape, *offset, bytes, byte);
  };
  if (type == nullptr) {
    keep(0);
    if (sizes_known_)
      unsupported(
          "fork-type",
          quoted(name) + " has the type " + std::to_string(*id) + " of a fork: sizes and offsets were not checked",
          type_byte, ErrorKind::Unsupported);
    sizes_known_ = false;
    return true;
  }
  if (row % type->block != 0)
    return invalid("block",
                   "the rows of " + quoted(name) + " have " + std::to_string(row) +
                       " elements, which is no multiple of the " + std::to_string(type->block) + " of a block",
                   byte);
  const auto size = checked_mul(elements / type->block, type->bytes);
  const auto end = size ? checked_add(sizes_known_ ? data_end_ : *offset, *size) : std::nullopt;
  const auto padded = end ? checked_align(*end, alignment_) : std::nullopt;
  if (!padded) return invalid("overflow", "the size of " + quoted(name) + " does not fit 64 bits", byte);
  if (sizes_known_ && *offset != data_end_)
    return invalid("offset",
                   quoted(name) + " begins at byte " + std::to_string(*offset) + " of the data; it must begin at " +
                       std::to_string(data_end_),
                   type_byte + 4);
  keep(*size);
  contents_.data_bytes += *size;
  data_end_ = std::max(data_end_, *padded);
  last_end_ = std::max(last_end_, *end);
  return true;
}

void GgufReader::check_end() {
  if (tensors_ == 0) return;
  const auto data = checked_align(in_.position(), alignment_);
  if (examination_.depth() == 0) contents_.data_begin = data;
  const auto end = data ? checked_add(*data, last_end_) : std::nullopt;
  if (!end || *end > in_.size()) {
    invalid("data-truncated",
            "the tensors end " + (end ? std::to_string(*end - in_.size()) + " bytes" : std::string("far")) +
                " behind the end of the file",
            in_.size(), ErrorKind::Truncated);
    return;
  }
  const auto padded_end = checked_add(*data, data_end_);
  if (sizes_known_ && padded_end && in_.size() > *padded_end) {
    RangeSource rest(bytes_, *padded_end, in_.size() - *padded_end);
    examination_.examine_member(rest, "(behind the tensors)");
    examination_.note("gguf-trailing-bytes",
                      std::to_string(in_.size() - *padded_end) + " bytes stand behind the last tensor", *padded_end);
  }
}

}  // namespace aboveboard::format
