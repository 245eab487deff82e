// Memo: what PUT and MEMOIZE remember, by index. Indices may be as large as they like; memory is bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "format/pickle/value.h"

namespace aboveboard::format::pickle {

class Memo {
 public:
  explicit Memo(std::uint64_t limit) : limit_(limit / kPage * kPage) {}

  void put(std::uint64_t index, Value value) {
    if (index < capacity_) {
      Value& entry = pages_[index / kPage][index % kPage];
      count_ += entry.is(Kind::Absent);
      entry = value;
      if (index >= high_) high_ = index + 1;
      return;
    }
    put_far(index, value);
  }
  // At len(memo), as MEMOIZE has it.
  void add(Value value) { put(count_, value); }
  // Absent where there is none, Lost where it is not known.
  Value get(std::uint64_t index) const {
    if (index < capacity_ && !unsure_) return pages_[index / kPage][index % kPage];
    return get_far(index);
  }
  bool limit_hit() const { return unsure_ || dropped_ > 0; }
  void clear();

 private:
  static constexpr std::uint64_t kPage = 8192;
  static constexpr std::size_t kFar = 65536;  // entries with indices far beyond the others
  void put_far(std::uint64_t index, Value value);
  void add_page();
  Value get_far(std::uint64_t index) const;

  std::uint64_t limit_;
  std::uint64_t count_ = 0;     // len(memo)
  std::uint64_t capacity_ = 0;  // of the pages
  std::uint64_t high_ = 0;      // no entry of the pages from here on is set
  std::uint64_t dropped_ = 0;   // indices from limit_ on, below this one, were set but not kept
  bool unsure_ = false;         // entries were dropped such that len(memo) is not known
  std::vector<std::unique_ptr<Value[]>> pages_;
  std::unordered_map<std::uint64_t, Value> far_;  // looked up, never walked
};

}  // namespace aboveboard::format::pickle
