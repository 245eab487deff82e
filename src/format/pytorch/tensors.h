// Tensors: what the calls in a PyTorch pickle would make, with the names that nested dicts, lists and modules give them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/examination.h"
#include "format/pickle/machine.h"
#include "format/pytorch/storages.h"

namespace aboveboard::format::pytorch {

// Tensors of the tar format, by the id under which the pickle has them.
struct StoredTensor {
  std::string storage;  // key
  std::vector<std::uint64_t> size, stride;
  std::uint64_t offset = 0;
};
using StoredTensors = std::unordered_map<std::string, StoredTensor>;

class TensorWalk {
 public:
  TensorWalk(pickle::Machine& machine, const Storages& storages, Examination& examination, std::uint64_t byte, const StoredTensors* stored = nullptr)
      : machine_(machine), storages_(storages), examination_(examination), byte_(byte), stored_(stored) {}

  // Adds every tensor below `root` to the table, and checks each against its storage.
  void run(pickle::Value root);

 private:
  using Value = pickle::Value;
  void walk(Value value, int depth);
  void walk_pairs(std::span<const Value> items, int depth);
  void walk_items(std::span<const Value> items, int depth);
  void walk_object(Value object, int depth);
  void walk_state(Value object, std::string_view callee, int depth);
  void walk_module(std::span<const Value> state, int depth);
  void walk_call(std::string_view callee, std::span<const Value> arguments, int depth);
  void walk_sparse(std::span<const Value> arguments, int depth);
  void below(std::string_view name, Value value, int depth);

  void rebuild(std::string_view callee, std::span<const Value> arguments);
  void rebuild_meta(Value type, Value size);
  void stored_tensor(Value persistent);
  void place(const Storage* storage, const ElementType& type, std::uint64_t offset, std::span<const std::uint64_t> size, std::span<const std::uint64_t> stride);
  void add(const ElementType& type, std::span<const std::uint64_t> size, std::uint64_t begin, std::uint64_t bytes);

  std::optional<std::vector<std::uint64_t>> numbers(Value tuple) const;
  std::optional<ElementType> type_of(Value global) const;
  std::string_view name_of(Value global) const;
  std::span<const Value> items_of(Value tuple) const;
  bool spend(std::uint64_t items);

  pickle::Machine& machine_;
  const Storages& storages_;
  Examination& examination_;
  std::uint64_t byte_;
  const StoredTensors* stored_;
  std::string name_;
  std::uint64_t spent_ = 0;
};

}  // namespace aboveboard::format::pytorch
