#include "format/pickle/structure.h"

#include <algorithm>

namespace aboveboard::format::pickle {

void Structure::clear() {
  used_ = 1;
  limit_hit_ = false;
  recent_count_ += kRecent;  // what tuples of before refer to is forgotten
}

std::uint32_t Structure::allocate(std::uint32_t cells) {
  if (used_ % kPage + cells > kPage) used_ = (used_ / kPage + 1) * kPage;
  if (cells > kPage || used_ + cells > limit_) {
    limit_hit_ = true;
    return 0;
  }
  while (pages_.size() <= used_ / kPage) pages_.push_back(std::make_unique_for_overwrite<Value[]>(kPage));
  const std::uint32_t at = used_;
  std::fill_n(&cell(at), cells, Value());
  used_ += cells;
  return at;
}

Value Structure::kept_tuple(std::span<const Value> items) {
  if (items.empty()) return Value(Kind::Tuple, kEmpty);
  const std::uint32_t at = items.size() < kPage ? allocate(static_cast<std::uint32_t>(items.size()) + 1) : 0;
  if (at == 0) return Value(Kind::Tuple);
  Value* const cells = &cell(at);
  cells[0].bits = items.size();
  std::copy(items.begin(), items.end(), cells + 1);
  return Value(Kind::Tuple, (static_cast<std::uint64_t>(at) << 2) | kKept);
}

std::optional<Structure::Items> Structure::items_of(Value tuple) const {
  if (!tuple.is(Kind::Tuple)) return std::nullopt;
  const std::uint64_t at = tuple.payload() >> 2;
  switch (tuple.payload() & 3u) {
    case kEmpty:
      return Items{};
    case kKept: {
      const Value* const cells = &cell(static_cast<std::uint32_t>(at));
      return Items{{cells + 1, static_cast<std::size_t>(cells[0].bits)}, cells[0].bits};
    }
    case kInRing: {
      if (at + kRecent <= recent_count_) return std::nullopt;
      const RecentTuple& recent = recent_[at % kRecent];
      return Items{std::span(recent.items).first(std::min<std::size_t>(recent.count, kFew)), recent.count};
    }
    default:
      return std::nullopt;
  }
}

void Structure::append_kept(std::uint32_t node, std::span<const Value> items) {
  while (!items.empty()) {
    const auto last = static_cast<std::uint32_t>(cell(node + 2).bits);
    std::uint64_t head = last == 0 ? 0 : cell(last).bits;
    std::uint32_t used = head & 0xffffu;
    const std::uint32_t capacity = (head >> 16) & 0xffffu;
    if (used == capacity) {
      const std::uint64_t wanted = std::max<std::uint64_t>(items.size(), std::clamp<std::uint64_t>(cell(node).bits, 2, 256));
      const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, 4096));
      const std::uint32_t chunk = allocate(size + 1);
      if (chunk == 0) return;
      cell(chunk).bits = static_cast<std::uint64_t>(size) << 16;
      if (last == 0) cell(node + 1).bits = chunk;
      else cell(last).bits |= static_cast<std::uint64_t>(chunk) << 32;
      cell(node + 2).bits = chunk;
      continue;
    }
    const std::size_t some = std::min<std::size_t>(items.size(), capacity - used);
    std::copy_n(items.begin(), some, &cell(last) + 1 + used);
    cell(last).bits += some;
    cell(node).bits += some;
    items = items.subspan(some);
  }
}

std::vector<Value> Structure::contents(std::uint32_t node, std::size_t limit) const {
  std::vector<Value> out;
  if (node == 0) return out;
  for (auto chunk = static_cast<std::uint32_t>(cell(node + 1).bits); chunk != 0 && out.size() < limit;) {
    const std::uint64_t head = cell(chunk).bits;
    const Value* const items = &cell(chunk) + 1;
    out.insert(out.end(), items, items + (head & 0xffffu));
    chunk = static_cast<std::uint32_t>(head >> 32);
  }
  if (out.size() > limit) out.resize(limit);
  return out;
}

Value Structure::keep_tuple(Value tuple) {
  if (!tuple.is(Kind::Tuple) || (tuple.payload() & 3u) != kInRing) return tuple;
  const auto items = items_of(tuple);
  return items && items->items.size() == items->count ? kept_tuple(items->items) : tuple;
}

std::uint32_t Structure::kept_object(Value arguments) {
  const std::uint32_t node = allocate(5);
  if (node != 0) cell(node + kArguments) = arguments;
  return node;
}

}  // namespace aboveboard::format::pickle
