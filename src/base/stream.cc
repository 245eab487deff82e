#include "base/stream.h"

#include <algorithm>
#include <array>

namespace aboveboard {

Result<std::unique_ptr<ByteStream>> ByteSource::stream() { return std::make_unique<RangeStream>(*this, 0, size()); }

Result<std::uint64_t> ByteStream::skip(std::uint64_t count) {
  std::array<std::byte, 16384> passed;  // not initialized: only written to
  std::uint64_t done = 0;
  while (done < count) {
    const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(passed.size(), count - done));
    ABOVEBOARD_ASSIGN(const std::size_t got, read(std::span(passed).first(want)));
    if (got == 0) break;
    done += got;
  }
  return done;
}

Result<std::size_t> RangeStream::read(std::span<std::byte> out) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), end_ - at_));
  if (count == 0) return std::size_t{0};
  ABOVEBOARD_TRY(source_.read_at(at_, out.first(count)));
  at_ += count;
  return count;
}

Result<std::uint64_t> RangeStream::skip(std::uint64_t count) {
  const std::uint64_t passed = std::min(count, end_ - at_);
  at_ += passed;
  return passed;
}

Status RangeSource::read_at(std::uint64_t offset, std::span<std::byte> out) {
  if (offset > size_ || out.size() > size_ - offset) return fail(ErrorKind::Truncated, "the bytes end before what was asked for");
  return source_.read_at(begin_ + offset, out);
}

}  // namespace aboveboard
