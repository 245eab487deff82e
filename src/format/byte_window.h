// ByteWindow: positioned reads of small things through one buffer. It reads ahead while the file is read from the front on, and little where a
// reader jumps over payloads, so that the header of a file of many gigabytes costs about its own size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace aboveboard::format {

// Bytes [begin, end) of a file.
struct ByteRange {
  std::uint64_t begin = 0, end = 0;
  std::uint64_t size() const { return end - begin; }
};

class ByteWindow {
 public:
  // Longest view that is given.
  static constexpr std::uint64_t kLongest = 64u << 10;

  explicit ByteWindow(ByteSource& source) : source_(source), size_(source.size()) {}

  std::uint64_t size() const { return size_; }
  // `length` bytes from `at`, valid until the next call. Nothing where the file ends before, where `length` is more than kLongest, or where
  // the system does not give the bytes (see error()).
  std::optional<std::string_view> view(std::uint64_t at, std::uint64_t length);
  // A little-endian number.
  template <typename T>
  std::optional<T> number(std::uint64_t at) {
    const auto bytes = view(at, sizeof(T));
    if (!bytes) return std::nullopt;
    return load_le<T>(bytes->data());
  }
  // The first bytes of the range, `limit` at most. Shorter only where they cannot be read.
  std::string text(ByteRange range, std::uint64_t limit);
  // Read from the source so far.
  std::uint64_t bytes_read() const { return read_; }
  // Why the system gave no bytes, if it did not.
  const std::optional<Error>& error() const { return error_; }

 private:
  bool fill(std::uint64_t at, std::uint64_t length);

  ByteSource& source_;
  std::uint64_t size_;
  std::string buffer_;
  std::uint64_t begin_ = 0;    // of the buffer, in the file
  std::uint64_t ahead_ = 512;  // how much to read at a time
  std::uint64_t read_ = 0;
  std::optional<Error> error_;
};

}  // namespace aboveboard::format
