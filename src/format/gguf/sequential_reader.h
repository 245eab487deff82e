// Reads a file from its beginning on, in steps that grow with what has been read: little is read beyond what is asked
// for, and long stretches are passed over without being read.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace aboveboard::format {

class SequentialReader {
 public:
  explicit SequentialReader(ByteSource& source) : source_(source), size_(source.size()) {}

  std::uint64_t position() const { return begin_ + at_; }
  std::uint64_t remaining() const { return size_ - position(); }
  std::uint64_t size() const { return size_; }
  // Numbers are stored with the most significant byte first.
  void set_big_endian(bool big) { big_ = big; }
  // Why the last call gave nothing though the file is long enough: the system would not give the bytes.
  const std::optional<Error>& error() const { return error_; }

  template <typename T>
  std::optional<T> read() {
    const auto bytes = view(sizeof(T));
    if (!bytes) return std::nullopt;
    T value = load_le<T>(bytes->data());
    if (big_) {
      value = 0;
      for (const char c : *bytes)
        value = static_cast<T>((static_cast<std::uint64_t>(value) << 8) | static_cast<unsigned char>(c));
    }
    at_ += sizeof(T);
    return value;
  }

  // The next `length` bytes, valid until the next call; nothing where the file ends before.
  std::optional<std::string_view> take(std::uint64_t length) {
    const auto bytes = view(length);
    if (bytes) at_ += static_cast<std::size_t>(length);
    return bytes;
  }

  // Passes over `length` bytes; false where the file ends before.
  bool skip(std::uint64_t length) {
    if (length > remaining()) return false;
    if (length <= buffer_.size() - at_) {
      at_ += static_cast<std::size_t>(length);
      return true;
    }
    begin_ = position() + length;
    at_ = 0;
    buffer_.clear();
    return true;
  }

 private:
  std::optional<std::string_view> view(std::uint64_t length) {
    if (length > remaining()) return std::nullopt;
    if (length > buffer_.size() - at_ && !fill(length)) return std::nullopt;
    return std::string_view(buffer_).substr(at_, static_cast<std::size_t>(length));
  }

  bool fill(std::uint64_t length) {
    buffer_.erase(0, at_);
    begin_ += at_;
    at_ = 0;
    const std::uint64_t have = buffer_.size();
    const std::uint64_t ahead = std::clamp<std::uint64_t>((begin_ + have) / 32, 64, 256u << 10);
    const std::uint64_t want = std::min(std::max(length, have + ahead), size_ - begin_);
    buffer_.resize(static_cast<std::size_t>(want));
    const Status read = source_.read_at(
        begin_ + have, std::as_writable_bytes(std::span(buffer_)).subspan(static_cast<std::size_t>(have)));
    if (read) return true;
    error_ = read.error();
    buffer_.resize(static_cast<std::size_t>(have));
    return false;
  }

  ByteSource& source_;
  std::uint64_t size_;
  std::string buffer_;
  std::uint64_t begin_ = 0;  // of the buffer, in the file
  std::size_t at_ = 0;       // in the buffer
  bool big_ = false;
  std::optional<Error> error_;
};

}  // namespace aboveboard::format
