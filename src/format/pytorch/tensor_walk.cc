// Through dicts, lists, modules and calls, to the tensors.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "format/pytorch/tensors.h"

namespace aboveboard::format::pytorch {
namespace {

using pickle::Kind;

constexpr std::size_t kNameBytes = 1024;

}  // namespace

void TensorWalk::run(Value root) {
  walk(root, 0);
  if (machine_.structure().limit_hit())
    examination_.not_examined("limit-pickle-structure", ErrorKind::LimitReached, "the pickle holds more than is kept: tensors may be missing from the list", byte_);
}

// Objects may be in several containers: what is looked at in all is bounded.
bool TensorWalk::spend(std::uint64_t items) {
  const bool before = spent_ <= limits::kPytorchWalk;
  spent_ += items;
  if (spent_ <= limits::kPytorchWalk) return true;
  if (before) examination_.not_examined("limit-pytorch-walk", ErrorKind::LimitReached, "objects contain one another more often than is followed: tensors may be missing from the list", byte_);
  return false;
}

std::string_view TensorWalk::name_of(Value global) const {
  return global.is(Kind::Global) ? std::string_view(machine_.recorder().name(static_cast<std::uint32_t>(global.payload())).shown) : std::string_view();
}

std::span<const pickle::Value> TensorWalk::items_of(Value tuple) const {
  const auto items = tuple.is(Kind::Tuple) ? machine_.structure().items_of(tuple) : std::nullopt;
  return items && items->items.size() == items->count ? items->items : std::span<const Value>();
}

void TensorWalk::below(std::string_view name, Value value, int depth) {
  const std::size_t length = name_.size();
  if (length + name.size() > kNameBytes) return static_cast<void>(spend(limits::kPytorchWalk));
  if (!name_.empty() && !name.empty()) name_ += '.';
  name_ += name;
  walk(value, depth + 1);
  name_.resize(length);
}

void TensorWalk::walk(Value value, int depth) {
  if (depth > limits::kPytorchDepth || !spend(1)) {
    static_cast<void>(depth > limits::kPytorchDepth && spend(limits::kPytorchWalk));
    return;
  }
  const auto left = static_cast<std::size_t>(limits::kPytorchWalk - std::min(spent_, limits::kPytorchWalk));
  switch (value.kind()) {
    case Kind::Dict: return walk_pairs(machine_.structure().contents(value.node(), left), depth);
    case Kind::List: return walk_items(machine_.structure().contents(value.node(), left), depth);
    case Kind::Tuple: return walk_items(items_of(value), depth);
    case Kind::Object: return walk_object(value, depth);
    case Kind::Persistent: return stored_tensor(value);
    default: return;
  }
}

void TensorWalk::walk_pairs(std::span<const Value> items, int depth) {
  if (!spend(items.size())) return;
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
    const Kind kind = items[i + 1].kind();
    if (kind < Kind::Tuple) continue;  // a constant
    if (items[i].is(Kind::Int)) {
      below(std::to_string(items[i].number()), items[i + 1], depth);
      continue;
    }
    const auto text = items[i].is(Kind::Text) || items[i].is(Kind::Bytes) ? machine_.texts().get(items[i]) : std::nullopt;
    below(text ? sanitize_utf8(*text) : "#" + std::to_string(i / 2), items[i + 1], depth);
  }
}

void TensorWalk::walk_items(std::span<const Value> items, int depth) {
  if (!spend(items.size())) return;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i].kind() >= Kind::Tuple) below(std::to_string(i), items[i], depth);
  }
}

void TensorWalk::walk_object(Value object, int depth) {
  const pickle::Structure& structure = machine_.structure();
  if (object.node() == 0) return;
  const std::string_view callee = object.callee() == 0 ? std::string_view() : std::string_view(machine_.recorder().name(object.callee() - 1).shown);
  walk_call(callee, items_of(structure.arguments(object.node())), depth);
  if (callee.starts_with("torch._utils._rebuild") || callee.starts_with("torch._tensor._rebuild")) return;
  const auto left = static_cast<std::size_t>(limits::kPytorchWalk - std::min(spent_, limits::kPytorchWalk));
  const std::vector<Value> contents = structure.contents(object.node(), left);
  const bool pairs = callee.ends_with("Dict") || callee.ends_with("dict") || callee.ends_with("Counter");
  if (pairs) walk_pairs(contents, depth);
  else walk_items(contents, depth);
  if (callee != "collections.OrderedDict") walk_state(object, callee, depth);
}

// An object's attributes. Those of a module: its parameters, buffers and modules, under the names that a state dict gives them.
void TensorWalk::walk_state(Value object, std::string_view /*callee*/, int depth) {
  Value state = machine_.structure().state(object.node());
  const auto slots = items_of(state);
  if (slots.size() == 2 && slots[0].is(Kind::Dict)) state = slots[0];
  if (!state.is(Kind::Dict)) return;
  const std::vector<Value> entries = machine_.structure().contents(state.node(), 4096);
  walk_module(entries, depth);
}

void TensorWalk::walk_module(std::span<const Value> state, int depth) {
  if (!spend(state.size())) return;
  for (std::size_t i = 0; i + 1 < state.size(); i += 2) {
    if (state[i + 1].kind() < Kind::Tuple) continue;
    const auto text = state[i].is(Kind::Text) ? machine_.texts().get(state[i]) : std::nullopt;
    const std::string key(text.value_or("#" + std::to_string(i / 2)));
    const bool part = key == "_parameters" || key == "_buffers" || key == "_modules";
    below(part ? std::string_view() : std::string_view(key), state[i + 1], depth);
  }
}

void TensorWalk::walk_call(std::string_view callee, std::span<const Value> arguments, int depth) {
  if (arguments.empty()) return;
  if (callee == "torch._utils._rebuild_tensor" || callee == "torch._utils._rebuild_tensor_v2" || callee == "torch._utils._rebuild_tensor_v3" ||
      callee == "torch._utils._rebuild_qtensor")
    return rebuild(callee, arguments);
  if (callee == "torch._utils._rebuild_parameter" || callee == "torch._utils._rebuild_parameter_with_state" || callee == "torch.nn.parameter.Parameter" ||
      callee == "torch.nn.parameter.Buffer")
    return walk(arguments[0], depth + 1);
  if (callee == "torch._utils._rebuild_sparse_tensor" || callee == "torch._utils._rebuild_sparse_csr_tensor") return walk_sparse(arguments, depth);
  if (callee == "torch._utils._rebuild_meta_tensor_no_storage" && arguments.size() >= 2) return rebuild_meta(arguments[0], arguments[1]);
  if (callee == "torch._utils._rebuild_device_tensor_from_numpy" && arguments.size() >= 2 && arguments[0].is(Kind::Object)) {
    const auto state = items_of(machine_.structure().state(arguments[0].node()));  // (version, shape, dtype, order, bytes)
    return rebuild_meta(arguments[1], state.size() >= 2 ? state[1] : Value());
  }
  if ((callee == "torch._tensor._rebuild_from_type_v2" || callee == "torch._tensor._rebuild_from_type") && arguments.size() >= 3)
    return walk_call(name_of(arguments[0]), items_of(arguments[2]), depth + 1);
  if (callee == "collections.OrderedDict" && arguments[0].is(Kind::List)) {  // of pairs, as Python 2 wrote it
    for (const Value pair : machine_.structure().contents(arguments[0].node(), 65536)) {
      if (const auto both = items_of(pair); both.size() == 2) walk_pairs(both, depth);
      else if (pair.is(Kind::List)) walk_pairs(machine_.structure().contents(pair.node(), 2), depth);
    }
  }
}

// (layout, (indices, values, size)), or with three tensors for compressed rows.
void TensorWalk::walk_sparse(std::span<const Value> arguments, int depth) {
  if (arguments.size() < 2) return;
  const auto parts = items_of(arguments[1]);
  if (parts.size() == 3) {
    below("indices", parts[0], depth);
    below("values", parts[1], depth);
  } else if (parts.size() >= 4) {
    below("crow_indices", parts[0], depth);
    below("col_indices", parts[1], depth);
    below("values", parts[2], depth);
  }
}

}  // namespace aboveboard::format::pytorch
