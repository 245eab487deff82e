// Sorting by hash: hashes are spread evenly, so a counting pass over their top bits leaves almost nothing to sort.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <vector>

namespace aboveboard::format {

// Sorts by `hash_of(item)`; items of one hash keep no order. n log n at worst, linear where hashes are spread.
template <typename Item, typename HashOf>
void sort_by_hash(std::vector<Item>& items, HashOf hash_of) {
  const auto before = [&](const Item& a, const Item& b) { return hash_of(a) < hash_of(b); };
  if (items.size() < 64) return std::sort(items.begin(), items.end(), before);
  const int bits = std::min(20, static_cast<int>(std::bit_width(items.size() / 4)));
  const int shift = 64 - bits;
  std::vector<std::uint32_t> starts((std::size_t{1} << bits) + 1);
  for (const Item& item : items) ++starts[static_cast<std::size_t>(hash_of(item) >> shift) + 1];
  for (std::size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
  std::vector<Item> sorted(items.size());
  std::vector<std::uint32_t> next(starts.begin(), starts.end() - 1);
  for (const Item& item : items) sorted[next[static_cast<std::size_t>(hash_of(item) >> shift)]++] = item;
  for (std::size_t i = 0; i + 1 < starts.size(); ++i)
    if (starts[i + 1] - starts[i] > 1) std::sort(sorted.begin() + starts[i], sorted.begin() + starts[i + 1], before);
  items = std::move(sorted);
}

}  // namespace aboveboard::format
