#include "format/pickle/input.h"

#include <algorithm>

namespace aboveboard::format::pickle {

bool PickleInput::fill(std::size_t count) {
  if (ended_) return false;
  const std::size_t have = available();
  const std::uint64_t begin = position();
  const std::size_t want = std::max<std::size_t>(count, static_cast<std::size_t>(ahead_));
  if (want > capacity_) {
    auto larger = std::make_unique_for_overwrite<char[]>(want);
    if (have > 0) std::memcpy(larger.get(), at_, have);
    buffer_ = std::move(larger);
    capacity_ = want;
  } else if (have > 0) {
    std::memmove(buffer_.get(), at_, have);
  }
  base_ = begin;
  at_ = buffer_.get();
  std::size_t filled = have;
  const std::size_t until = std::min(capacity_, want);
  while (filled < until) {
    const auto got = stream_.read(std::as_writable_bytes(std::span(buffer_.get() + filled, until - filled)));
    if (!got) error_ = got.error();
    if (!got || *got == 0) {
      ended_ = true;
      break;
    }
    filled += *got;
    if (filled >= count) break;
  }
  end_ = buffer_.get() + filled;
  ahead_ = std::min<std::uint64_t>(ahead_ * 4, kBuffer);
  return filled >= count;
}

bool PickleInput::skip(std::uint64_t count) {
  if (count <= available()) {
    at_ += count;
    return true;
  }
  const std::uint64_t rest = count - available();
  base_ = position() + available();
  at_ = end_ = buffer_.get();
  if (ended_) return false;
  const auto passed = stream_.skip(rest);
  if (!passed) error_ = passed.error();
  const std::uint64_t done = passed ? *passed : 0;
  base_ += done;
  ended_ = done < rest;
  return !ended_;
}

std::optional<PickleInput::Line> PickleInput::long_line() {
  std::size_t seen = 0;
  while (true) {
    seen = available();
    if (seen >= kMost) break;
    static_cast<void>(fill(std::min(kMost, 2 * seen + kBuffer)));  // twice as much: a line that arrives byte by byte would be copied for each
    if (available() == seen) break;
    const char* const found = static_cast<const char*>(std::memchr(at_ + seen, '\n', available() - seen));
    if (found == nullptr) continue;
    const std::string_view text(at_, static_cast<std::size_t>(found - at_));
    at_ = found + 1;
    return Line{text, false};
  }
  if (seen < kMost) return std::nullopt;
  // Too long to be held: only where it ends matters. Its beginning would not survive the search.
  while (true) {
    at_ = end_;
    if (!fill(1)) return std::nullopt;
    const char* const found = static_cast<const char*>(std::memchr(at_, '\n', available()));
    if (found == nullptr) continue;
    at_ = found + 1;
    return Line{{}, true};
  }
}

}  // namespace aboveboard::format::pickle
