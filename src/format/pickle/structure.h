// Structure: what is in the tuples, lists, dicts and objects of a pickle, as far as it is kept. The items of recent tuples always are (arguments of calls
// are tuples); all else only where a reader asks for it, up to limits::kPickleStructure.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "format/pickle/value.h"

namespace aboveboard::format::pickle {

class Structure {
 public:
  explicit Structure(std::uint64_t limit_bytes) : limit_(limit_bytes / sizeof(Value)) {}

  // Keep lists, dicts and objects from now on.
  void keep() { keep_ = true; }
  bool keeps() const { return keep_; }
  bool limit_hit() const { return limit_hit_; }
  void clear();

  // Items of a tuple: all, or the first few of a longer one that is only remembered for a while.
  struct Items {
    std::span<const Value> items;
    std::uint64_t count = 0;
  };
  Value tuple(std::span<const Value> items) {
    if (keep_) return kept_tuple(items);
    if (items.empty()) return Value(Kind::Tuple, kEmpty);
    RecentTuple& recent = recent_[++recent_count_ % kRecent];
    recent.count = items.size();
    const std::size_t kept = items.size() < kFew ? items.size() : kFew;
    for (std::size_t i = 0; i < kept; ++i) recent.items[i] = items[i];
    return Value(Kind::Tuple, (recent_count_ << 2) | kInRing);
  }
  std::optional<Items> items_of(Value tuple) const;

  // Lists, dicts (keys and values in turn) and sets grow: the node of an empty one, 0 where it is not kept.
  std::uint32_t container() { return keep_ ? allocate(3) : 0; }
  void append(std::uint32_t node, std::span<const Value> items) {
    if (node != 0) append_kept(node, items);
  }
  // What was appended, in order. Copies.
  std::vector<Value> contents(std::uint32_t node, std::size_t limit) const;
  std::uint64_t length(std::uint32_t node) const { return node == 0 ? 0 : cell(node).bits; }

  // A tuple that must not be forgotten: with all its items, as far as they are known.
  Value keep_tuple(Value tuple);
  // An object: arguments, state (Absent: none), and what was put in it by SETITEMS and APPENDS.
  std::uint32_t object(Value arguments) { return keep_ ? kept_object(arguments) : 0; }
  std::uint32_t kept_object(Value arguments);
  Value arguments(std::uint32_t node) const { return node == 0 ? Value(Kind::Lost) : cell(node + kArguments); }
  Value state(std::uint32_t node) const { return node == 0 ? Value(Kind::Lost) : cell(node + kState); }
  void set_state(std::uint32_t node, Value state) {
    if (node != 0) cell(node + kState) = state;
  }
  // A persistent object: its id stands as the arguments.
  std::uint32_t persistent(Value id) { return object(id); }

 private:
  // A container is [count, first chunk, last chunk]; a chunk [next << 32 | capacity << 16 | used, items ...]; an object a container, arguments, state.
  static constexpr std::uint32_t kArguments = 3, kState = 4;
  static constexpr std::uint32_t kPage = 1u << 15;
  static constexpr std::size_t kRecent = 1024, kFew = 8;
  static constexpr std::uint64_t kEmpty = 1, kInRing = 2, kKept = 3;  // tags of a tuple's payload; 0: not kept
  struct RecentTuple {
    std::uint64_t count = 0;
    std::array<Value, kFew> items;
  };

  Value kept_tuple(std::span<const Value> items);
  void append_kept(std::uint32_t node, std::span<const Value> items);
  std::uint32_t allocate(std::uint32_t cells);  // 0: the limit is reached
  Value& cell(std::uint32_t at) { return pages_[at / kPage][at % kPage]; }
  const Value& cell(std::uint32_t at) const { return pages_[at / kPage][at % kPage]; }

  std::uint64_t limit_;
  bool keep_ = false;
  bool limit_hit_ = false;
  std::uint32_t used_ = 1;  // cells; none is numbered 0
  std::vector<std::unique_ptr<Value[]>> pages_;
  std::uint64_t recent_count_ = 0;
  std::array<RecentTuple, kRecent> recent_{};
};

}  // namespace aboveboard::format::pickle
