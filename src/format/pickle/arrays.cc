#include "format/pickle/arrays.h"

#include <charconv>

#include "base/checked.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::size_t kEntries = 64;     // of the wrapper's state
constexpr std::size_t kDimensions = 64;  // NumPy has at most 64

std::string name_of(char kind, std::uint64_t bytes) {
  const std::string bits = std::to_string(8 * bytes);
  switch (kind) {
    case 'f': return "float" + bits;
    case 'i': return "int" + bits;
    case 'u': return "uint" + bits;
    case 'c': return "complex" + bits;
    case 'b': return "bool";
    case 'O': return "object";
    case 'M': return "datetime64";
    case 'm': return "timedelta64";
    default: return std::string(1, kind) + std::to_string(bytes);
  }
}

// numpy.dtype("f8", ...) with its state (version, order, subarray, names, fields, item size, alignment, flags).
bool read_dtype(Machine& machine, Value dtype, ArrayState& out) {
  if (!dtype.is(Kind::Object)) return false;
  const Structure& structure = machine.structure();
  const auto arguments = structure.items_of(structure.arguments(dtype.node()));
  if (!arguments || arguments->items.empty() || !arguments->items[0].is(Kind::Text)) return false;
  auto text = machine.texts().get(arguments->items[0]);
  if (!text || text->empty()) return false;
  if (text->find_first_of("<>|=") == 0) text->remove_prefix(1);
  if (text->empty()) return false;
  const char kind = text->front();
  const auto digits = text->substr(1);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), out.item_bytes);
  if (kind == 'O') out.item_bytes = 8;
  else if (parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size()) return false;
  if (kind == 'U') {
    const auto bytes = checked_mul(out.item_bytes, 4);
    if (!bytes) return false;
    out.item_bytes = *bytes;
  }
  out.objects = kind == 'O';
  const Value state_value = structure.state(dtype.node());
  const auto state = state_value.is(Kind::Tuple) ? structure.items_of(state_value) : std::nullopt;
  if (kind == 'V') {
    // A structure: whether it holds objects is in the flags.
    if (!state || state->items.size() < 8 || !state->items[7].is(Kind::Int)) return false;
    out.objects = (state->items[7].number() & 1) != 0;
  }
  if (kind == 'M' || kind == 'm') out.item_bytes = 8;
  out.dtype = name_of(kind, out.item_bytes);
  return true;
}

bool read_shape(Machine& machine, Value shape, ArrayState& out) {
  const auto items = shape.is(Kind::Tuple) ? machine.structure().items_of(shape) : std::nullopt;
  if (!items || items->count > kDimensions || items->items.size() != items->count) return false;
  for (const Value item : items->items) {
    if (!item.is(Kind::Int) || item.number() < 0) return false;
    out.shape.push_back(static_cast<std::uint64_t>(item.number()));
  }
  return true;
}

}  // namespace

std::optional<ArrayState> array_state(Machine& machine) {
  const Value wrapper = machine.top();
  if (!wrapper.is(Kind::Object)) return std::nullopt;
  const Value state = machine.structure().state(wrapper.node());
  if (!state.is(Kind::Dict)) return std::nullopt;
  const std::vector<Value> entries = machine.structure().contents(state.node(), kEntries);
  ArrayState out;
  bool has_shape = false, has_dtype = false;
  for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
    const auto key = entries[i].is(Kind::Text) ? machine.texts().get(entries[i]) : std::nullopt;
    if (!key) return std::nullopt;
    const Value value = entries[i + 1];
    if (*key == "shape") has_shape = read_shape(machine, value, out);
    if (*key == "dtype") has_dtype = read_dtype(machine, value, out);
    if (*key == "numpy_array_alignment_bytes") out.padded = value.is(Kind::Int);
  }
  if (!has_shape || !has_dtype) return std::nullopt;
  std::optional<std::uint64_t> bytes = out.item_bytes;
  for (const std::uint64_t dimension : out.shape) bytes = bytes ? checked_mul(*bytes, dimension) : bytes;
  if (!bytes) return std::nullopt;
  out.bytes = *bytes;
  return out;
}

}  // namespace aboveboard::format::pickle
