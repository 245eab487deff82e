#include "format/pickle/memo.h"

#include <algorithm>

namespace aboveboard::format::pickle {

void Memo::add_page() {
  auto& page = pages_.emplace_back(std::make_unique<Value[]>(kPage));
  for (std::uint64_t i = 0; i < kPage && !far_.empty(); ++i) {
    const auto known = far_.find(capacity_ + i);
    if (known == far_.end()) continue;
    page[i] = known->second;
    high_ = capacity_ + i + 1;
    far_.erase(known);
  }
  capacity_ += kPage;
}

void Memo::put_far(std::uint64_t index, Value value) {
  if (index >= limit_ && index == count_ && far_.empty() && (dropped_ == index || index == limit_)) {  // MEMOIZE over and over, behind the limit
    dropped_ = index + 1;
    ++count_;
    return;
  }
  // Dense where the entries are: at most a page or as much again as there are entries ahead.
  if (index < limit_ && index < 2 * count_ + kPage) {
    while (capacity_ <= index) add_page();
    put(index, value);
    return;
  }
  if (const auto known = far_.find(index); known != far_.end()) {
    known->second = value;
    return;
  }
  if (index >= limit_ && index < dropped_) return;  // set before, and not kept
  if (index == count_ && index >= limit_ && index == std::max(dropped_, limit_)) {  // one behind the other
    dropped_ = index + 1;
    ++count_;
    return;
  }
  if (far_.size() >= kFar) {
    unsure_ = true;
    return;
  }
  far_.emplace(index, value);
  ++count_;
}

Value Memo::get_far(std::uint64_t index) const {
  if (unsure_ || (index >= limit_ && index < dropped_)) return Kind::Lost;
  const auto known = far_.find(index);
  return known == far_.end() ? Value() : known->second;
}

void Memo::clear() {
  for (std::uint64_t at = 0; at < high_; at += kPage) std::fill_n(pages_[at / kPage].get(), std::min(kPage, high_ - at), Value());
  far_.clear();
  count_ = high_ = dropped_ = 0;
  unsure_ = false;
}

}  // namespace aboveboard::format::pickle
