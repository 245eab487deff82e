// TextStore: the strings that a pickle machine keeps. The first limits::kPickleText bytes are kept for good, later ones for a while only: names of
// what is imported stand right before their use.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "format/pickle/value.h"

namespace aboveboard::format::pickle {

class TextStore {
 public:
  explicit TextStore(std::uint64_t limit) : limit_(limit / kPage * kPage) {}
  static constexpr std::size_t kLongest = 1023;  // bytes of one string that are kept: no name is longer

  // `text` as a value of kind Text or Bytes; of a long one its beginning, marked as cut.
  Value add(Kind kind, std::string_view text, bool cut = false) {
    if (text.size() > kLongest) {
      text = text.substr(0, kLongest);
      cut = true;
    }
    if (at_ % kPage + text.size() + 1 > kPage || at_ % kPage == 0) turn_page();
    const std::uint64_t begin = at_;
    char* const to = page_ + begin % kPage;
    __builtin_memcpy(to, text.data(), text.size());
    at_ += text.size() + 1;
    return Value(kind, (begin << 12) | (static_cast<std::uint64_t>(cut) << 11) | text.size());
  }
  // The string, valid until the next add(); nothing where it is no longer kept.
  std::optional<std::string_view> get(Value value) const {
    const std::uint64_t begin = value.payload() >> 12;
    const std::size_t size = value.payload() & 1023u;
    if (begin < limit_) return std::string_view(pages_[begin / kPage].get() + begin % kPage, size);
    if (begin + kRecent < at_) return std::nullopt;
    return std::string_view(recent_[begin / kPage % kRecentPages].get() + begin % kPage, size);
  }
  static bool is_cut(Value value) { return ((value.payload() >> 11) & 1) != 0; }
  bool limit_hit() const { return at_ > limit_; }
  void clear() { at_ = 0; }

 private:
  static constexpr std::uint64_t kPage = 64u << 10;
  static constexpr std::uint64_t kRecentPages = 8;
  static constexpr std::uint64_t kRecent = (kRecentPages - 1) * kPage;
  void turn_page();

  std::uint64_t limit_;
  std::uint64_t at_ = 0;  // of all bytes ever added
  char* page_ = nullptr;
  std::vector<std::unique_ptr<char[]>> pages_, recent_;
};

}  // namespace aboveboard::format::pickle
