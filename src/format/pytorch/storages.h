// Storages: the runs of elements that tensors of a PyTorch file are cut from, as its persistent ids announce them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "format/examination.h"
#include "format/pickle/machine.h"
#include "format/pytorch/types.h"

namespace aboveboard::format::pytorch {

struct Storage {
  std::string key;
  ElementType type;
  std::uint64_t elements = 0;
  std::uint64_t bytes = 0;     // elements times the size of one
  std::uint64_t begin = 0;     // of its data in the file, once that is known
  bool present = false;
  std::uint64_t root_offset = 0;  // of a view: where in its root, in bytes
  std::optional<std::size_t> root;
};

class Storages {
 public:
  // Takes the persistent ids of a machine: ("storage", class, key, location, elements), and in old files a view or None behind it. What is none, and what
  // contradicts an earlier one, is noted at `byte`.
  void announce(pickle::Machine& machine, bool legacy, Examination& examination, std::uint64_t byte);

  std::vector<Storage>& all() { return all_; }
  const std::vector<Storage>& all() const { return all_; }
  Storage* find(std::string_view key);
  const Storage* find(std::string_view key) const { return const_cast<Storages*>(this)->find(key); }
  // The storage of a persistent object, by its node.
  const Storage* of(pickle::Value persistent) const;
  void add(Storage storage, pickle::Value persistent);

 private:
  void announce_one(pickle::Machine& machine, pickle::Value persistent, bool legacy, Examination& examination, std::uint64_t byte);
  void announce_view(pickle::Machine& machine, std::size_t root, pickle::Value view, pickle::Value persistent, Examination& examination, std::uint64_t byte);

  std::vector<Storage> all_;
  std::unordered_map<std::string, std::size_t> by_key_;         // looked up, never walked
  std::unordered_map<std::uint32_t, std::size_t> by_node_;
};

}  // namespace aboveboard::format::pytorch
