// ByteStream: bytes that can only be read from the front on, such as a compressed member of an archive.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "base/result.h"

namespace aboveboard {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills the beginning of `out` and says how much; 0 is the end (of a non-empty `out`). Malformed where what is compressed is broken,
  // LimitReached where a limit of ours stopped it, Truncated and Unreadable as ByteSource::read_at says.
  virtual Result<std::size_t> read(std::span<std::byte> out) = 0;
  // Passes over up to `count` bytes and says how many there were. Streams over files do it without reading.
  virtual Result<std::uint64_t> skip(std::uint64_t count);
};

// The bytes of `source` from `begin` up to `end` (both at most its size).
class RangeStream final : public ByteStream {
 public:
  RangeStream(ByteSource& source, std::uint64_t begin, std::uint64_t end) : source_(source), at_(begin), end_(end) {}
  Result<std::size_t> read(std::span<std::byte> out) override;
  Result<std::uint64_t> skip(std::uint64_t count) override;

 private:
  ByteSource& source_;
  std::uint64_t at_;
  std::uint64_t end_;
};

// The bytes of `source` from `begin` on, `size` of them, as a source of their own.
class RangeSource final : public ByteSource {
 public:
  RangeSource(ByteSource& source, std::uint64_t begin, std::uint64_t size) : source_(source), begin_(begin), size_(size) {}
  std::uint64_t size() const override { return size_; }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override;
  bool random_access() const override { return source_.random_access(); }
  bool remote() const override { return source_.remote(); }
  void expect(std::uint64_t offset, std::uint64_t length) override { source_.expect(begin_ + std::min(offset, size_), std::min(length, size_)); }

 private:
  ByteSource& source_;
  std::uint64_t begin_;
  std::uint64_t size_;
};

}  // namespace aboveboard
