// The tensors themselves: type, shape, and where in its storage each lies.
#include "base/checked.h"
#include "base/limits.h"
#include "format/pytorch/tensors.h"

namespace aboveboard::format::pytorch {
namespace {

using pickle::Kind;

constexpr std::size_t kDimensions = 64;  // torch has at most 64

std::optional<std::uint64_t> product(std::span<const std::uint64_t> size) {
  for (const std::uint64_t n : size) {
    if (n == 0) return 0;
  }
  std::optional<std::uint64_t> out = 1;
  for (const std::uint64_t n : size) out = out ? checked_mul(*out, n) : out;
  return out;
}

// The first element behind all that (offset, size, stride) reaches.
std::optional<std::uint64_t> reach(std::uint64_t offset, std::span<const std::uint64_t> size, std::span<const std::uint64_t> stride) {
  std::optional<std::uint64_t> last = offset;
  for (std::size_t i = 0; i < size.size(); ++i) {
    const auto step = checked_mul(size[i] - 1, stride[i]);
    last = last && step ? checked_add(*last, *step) : std::nullopt;
  }
  return last ? checked_add(*last, 1) : std::nullopt;
}

}  // namespace

std::optional<std::vector<std::uint64_t>> TensorWalk::numbers(Value tuple) const {
  if (tuple.is(Kind::Object)) {  // torch.Size((2, 3))
    const auto arguments = items_of(machine_.structure().arguments(tuple.node()));
    if (arguments.size() == 1) tuple = arguments[0];
  }
  const auto items = tuple.is(Kind::Tuple) ? machine_.structure().items_of(tuple) : std::nullopt;
  if (!items || items->count > kDimensions || items->items.size() != items->count) return std::nullopt;
  std::vector<std::uint64_t> out;
  for (const Value item : items->items) {
    if (!item.is(Kind::Int) || item.number() < 0) return std::nullopt;
    out.push_back(static_cast<std::uint64_t>(item.number()));
  }
  return out;
}

std::optional<ElementType> TensorWalk::type_of(Value global) const { return dtype(name_of(global)); }

// (storage, offset, size, stride, ...), and for the third version the type as the seventh argument.
void TensorWalk::rebuild(std::string_view callee, std::span<const Value> arguments) {
  const bool third = callee.ends_with("_v3");
  const std::string about = "the tensor \"" + pickle::shown(name_, 120) + "\" ";
  if (arguments.size() < (third ? 7u : 4u)) return examination_.invalid("pytorch-tensor-arguments", about + "is rebuilt from too few arguments", byte_);
  const Storage* const storage = arguments[0].is(Kind::Persistent) ? storages_.of(arguments[0]) : nullptr;
  const auto size = numbers(arguments[2]);
  const auto stride = numbers(arguments[3]);
  if (!size || !stride || size->size() != stride->size() || !arguments[1].is(Kind::Int) || arguments[1].number() < 0)
    return examination_.invalid("pytorch-tensor-shape", about + "has an offset, shape or strides that are negative, no numbers, or of different lengths", byte_);
  if (storage == nullptr) {
    // Told already where it is a persistent id of no storage.
    if (!arguments[0].is(Kind::Persistent)) examination_.invalid("pytorch-tensor-arguments", about + "is rebuilt from something that is no storage", byte_);
    return;
  }
  std::optional<ElementType> type = storage->type;
  if (third) type = type_of(arguments[6]);
  if (!type) return examination_.not_examined("pytorch-dtype", ErrorKind::Unsupported, about + "is of a type that is not known here", byte_);
  place(storage, *type, static_cast<std::uint64_t>(arguments[1].number()), *size, *stride);
}

void TensorWalk::place(const Storage* storage, const ElementType& type, std::uint64_t offset, std::span<const std::uint64_t> size, std::span<const std::uint64_t> stride) {
  const std::string about = "the tensor \"" + pickle::shown(name_, 120) + "\" ";
  const auto elements = product(size);
  if (!elements) return examination_.invalid("pytorch-overflow", about + "has more elements than fit 64 bits", byte_);
  const auto end = *elements == 0 ? std::optional(offset) : reach(offset, size, stride);
  const auto end_bytes = end ? checked_mul(*end, type.bytes) : std::nullopt;
  if (!end_bytes) return examination_.invalid("pytorch-overflow", about + "reaches farther than 64 bits", byte_);
  const bool packed = type.bytes == 0;  // several elements share a byte: their storage counts elements
  if (packed ? *end > storage->elements : *end_bytes > storage->bytes)
    return examination_.invalid("pytorch-tensor-range", about + "ends behind its storage \"" + pickle::shown(storage->key, 80) + "\"", byte_);
  // A dimension that repeats itself (stride 0) takes no bytes of its own.
  const std::uint64_t bytes = packed ? *elements : std::min(*elements * type.bytes, *end_bytes - offset * type.bytes);
  add(type, size, storage->begin + offset * type.bytes, bytes);
}

void TensorWalk::rebuild_meta(Value type, Value size) {
  const auto known = type_of(type);
  const auto shape = numbers(size);
  const auto elements = shape ? product(*shape) : std::nullopt;
  if (!known || !shape || !elements) {
    examination_.invalid("pytorch-tensor-arguments", "the tensor \"" + pickle::shown(name_, 120) + "\" has no type or shape that can be told", byte_);
    return;
  }
  add(*known, *shape, 0, 0);
}

void TensorWalk::add(const ElementType& type, std::span<const std::uint64_t> size, std::uint64_t begin, std::uint64_t bytes) {
  Contents& contents = examination_.contents();
  ++contents.tensor_count;
  // Shapes with a dimension of 0 may have others whose product overflows: the table multiplies them all.
  std::uint64_t elements = 1;
  bool fits = true;
  for (const std::uint64_t n : size) fits = !__builtin_mul_overflow(elements, n, &elements) && fits;
  if (!fits) return examination_.invalid("pytorch-overflow", "the tensor \"" + pickle::shown(name_, 120) + "\" has dimensions whose product does not fit 64 bits", byte_);
  if (contents.tensors.size() >= limits::kTensorsKept)
    return examination_.not_examined("limit-tensors", ErrorKind::LimitReached, "there are more tensors than are kept", byte_);
  contents.tensors.add(name_, type.name, size, begin, bytes, byte_);
}

void TensorWalk::stored_tensor(Value persistent) {
  if (stored_ == nullptr) return;
  const Value id = machine_.structure().arguments(persistent.node());
  const auto text = id.is(Kind::Text) ? machine_.texts().get(id) : std::nullopt;
  const std::string key = id.is(Kind::Int) ? std::to_string(id.number()) : std::string(text.value_or(""));
  const auto known = stored_->find(key);
  if (known == stored_->end()) return examination_.invalid("pytorch-persistent-id", "the pickle names a tensor that the archive does not hold", byte_);
  const StoredTensor& tensor = known->second;
  if (const Storage* const storage = storages_.find(tensor.storage)) place(storage, storage->type, tensor.offset, tensor.size, tensor.stride);
}

}  // namespace aboveboard::format::pytorch
