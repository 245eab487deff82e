#include "format/byte_window.h"

#include <algorithm>
#include <span>

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kLeast = 512;  // read after a jump

}  // namespace

std::optional<std::string_view> ByteWindow::view(std::uint64_t at, std::uint64_t length) {
  if (at > size_ || length > size_ - at || length > kLongest) return std::nullopt;
  const bool inside = at >= begin_ && at - begin_ <= buffer_.size() && length <= buffer_.size() - (at - begin_);
  if (!inside && !fill(at, length)) return std::nullopt;
  return std::string_view(buffer_).substr(static_cast<std::size_t>(at - begin_), static_cast<std::size_t>(length));
}

bool ByteWindow::fill(std::uint64_t at, std::uint64_t length) {
  if (error_) return false;
  const std::uint64_t end = begin_ + buffer_.size();
  const bool onward = at >= begin_ && at <= end;  // the file is read from the front on
  const bool near = at > end && at - end <= ahead_;  // a short jump: what follows is likely to be wanted too
  ahead_ = onward ? std::min(ahead_ * 2, kLongest) : near ? ahead_ : kLeast;
  const std::uint64_t want = std::min(std::max(length, ahead_), size_ - at);
  const std::uint64_t have = onward ? end - at : 0;
  if (onward) {
    buffer_.erase(0, static_cast<std::size_t>(at - begin_));
  } else {
    buffer_.clear();
  }
  begin_ = at;
  if (have >= want) return true;
  buffer_.resize(static_cast<std::size_t>(want));
  const Status read = source_.read_at(at + have, std::as_writable_bytes(std::span(buffer_)).subspan(static_cast<std::size_t>(have)));
  if (read) {
    read_ += want - have;
    return true;
  }
  error_ = read.error();
  buffer_.clear();
  return false;
}

std::string ByteWindow::text(ByteRange range, std::uint64_t limit) {
  std::string all;
  const std::uint64_t wanted = std::min(range.size(), limit);
  while (all.size() < wanted) {
    const auto part = view(range.begin + all.size(), std::min<std::uint64_t>(wanted - all.size(), kLongest));
    if (!part) break;
    all += *part;
  }
  return all;
}

}  // namespace aboveboard::format
