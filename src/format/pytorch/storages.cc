#include "format/pytorch/storages.h"

#include "base/checked.h"

namespace aboveboard::format::pytorch {
namespace {

using pickle::Kind;
using pickle::Value;

// Keys are texts, and numbers in the oldest files.
std::optional<std::string> key_of(pickle::Machine& machine, Value value) {
  if (value.is(Kind::Int)) return std::to_string(value.number());
  const auto text = value.is(Kind::Text) && !pickle::TextStore::is_cut(value) ? machine.texts().get(value) : std::nullopt;
  return text ? std::optional<std::string>(*text) : std::nullopt;
}

}  // namespace

Storage* Storages::find(std::string_view key) {
  const auto known = by_key_.find(std::string(key));
  return known == by_key_.end() ? nullptr : &all_[known->second];
}

const Storage* Storages::of(Value persistent) const {
  const auto known = by_node_.find(persistent.node());
  return known == by_node_.end() ? nullptr : &all_[known->second];
}

void Storages::add(Storage storage, Value persistent) {
  const auto [known, added] = by_key_.try_emplace(storage.key, all_.size());
  if (added) all_.push_back(std::move(storage));
  if (persistent.node() != 0) by_node_[persistent.node()] = known->second;
}

void Storages::announce(pickle::Machine& machine, bool legacy, Examination& examination, std::uint64_t byte) {
  for (const Value persistent : machine.persistents()) {
    if (by_node_.contains(persistent.node())) continue;
    announce_one(machine, persistent, legacy, examination, byte);
  }
}

void Storages::announce_one(pickle::Machine& machine, Value persistent, bool legacy, Examination& examination, std::uint64_t byte) {
  const auto unknown = [&] { examination.invalid("pytorch-persistent-id", "a persistent id is not that of a storage, as torch.save writes them", byte); };
  const Value id = machine.structure().arguments(persistent.node());
  const auto found = id.is(Kind::Tuple) ? machine.structure().items_of(id) : std::nullopt;
  if (!found || found->items.size() != found->count || found->count != (legacy ? 6u : 5u)) return unknown();
  const auto& items = found->items;
  const auto word = items[0].is(Kind::Text) || items[0].is(Kind::Bytes) ? machine.texts().get(items[0]) : std::nullopt;
  const auto key = key_of(machine, items[2]);
  if (!word || *word != "storage" || !key || !items[1].is(Kind::Global) || !items[4].is(Kind::Int) || items[4].number() < 0) return unknown();
  const auto type = storage_type(machine.recorder().name(static_cast<std::uint32_t>(items[1].payload())).shown);
  if (!type) return unknown();
  Storage storage{*key, *type, static_cast<std::uint64_t>(items[4].number()), 0, 0, false, 0, std::nullopt};
  const auto bytes = checked_mul(storage.elements, type->bytes);
  if (!bytes) return examination.invalid("pytorch-overflow", "the size of a storage does not fit 64 bits", byte);
  storage.bytes = *bytes;
  if (const Storage* const known = find(*key); known != nullptr && (known->bytes != storage.bytes || known->type.name != storage.type.name))
    examination.invalid("pytorch-storage-conflict", "the storage \"" + pickle::shown(*key, 80) + "\" is announced with different types or sizes", byte);
  add(std::move(storage), persistent);
  if (legacy && !items[5].is(Kind::None)) announce_view(machine, by_key_.at(*key), items[5], persistent, examination, byte);
}

void Storages::announce_view(pickle::Machine& machine, std::size_t root, Value view, Value persistent, Examination& examination, std::uint64_t byte) {
  const auto items = view.is(Kind::Tuple) ? machine.structure().items_of(view) : std::nullopt;
  const bool whole = items && items->items.size() == 3 && items->count == 3;
  const auto key = whole ? key_of(machine, items->items[0]) : std::nullopt;
  if (!key || !items->items[1].is(Kind::Int) || !items->items[2].is(Kind::Int) || items->items[1].number() < 0 || items->items[2].number() < 0)
    return examination.invalid("pytorch-persistent-id", "the view in a persistent id is not of the shape that torch.save writes", byte);
  const Storage& base = all_[root];
  const auto offset = static_cast<std::uint64_t>(items->items[1].number());
  const auto elements = static_cast<std::uint64_t>(items->items[2].number());
  const auto end = checked_add(offset, elements);
  if (!end || *end > base.elements) return examination.invalid("pytorch-tensor-range", "a view of a storage ends behind it", byte);
  Storage part{*key + " (view)", base.type, elements, elements * base.type.bytes, 0, false, offset * base.type.bytes, root};
  by_node_.erase(persistent.node());
  add(std::move(part), persistent);
}

}  // namespace aboveboard::format::pytorch
