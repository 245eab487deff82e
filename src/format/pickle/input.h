// PickleInput: a stream of opcodes behind a buffer of its own. Long payloads are passed over without being held.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>

#include "base/stream.h"

namespace aboveboard::format::pickle {

class PickleInput {
 public:
  explicit PickleInput(ByteStream& stream) : stream_(stream), buffer_(std::make_unique<char[]>(1)), at_(buffer_.get()), end_(at_) {}

  static constexpr std::size_t kMost = (1u << 20) + 4096;  // that view() and line() give at once

  std::uint64_t position() const { return base_ + static_cast<std::uint64_t>(at_ - buffer_.get()); }
  std::size_t available() const { return static_cast<std::size_t>(end_ - at_); }
  const char* at() const { return at_; }
  void pass(std::size_t count) { at_ += count; }  // at most available()

  // `count` (at most kMost) bytes are available, or the input ends before.
  bool has(std::size_t count) { return available() >= count || fill(count); }
  // The next bytes, up to `count` of them, without passing over them. Valid until the next call.
  std::string_view peek(std::size_t count) {
    static_cast<void>(has(count));
    return {at_, count < available() ? count : available()};
  }
  // Passes over `count` bytes; false where the input ends before.
  bool skip(std::uint64_t count);

  struct Line {
    std::string_view text;  // without the line feed
    bool cut = false;       // only the beginning: the line is longer than kMost
  };
  // The bytes up to the next line feed, which is passed over. Nothing where the input ends before it.
  std::optional<Line> line() {
    const char* const found = static_cast<const char*>(std::memchr(at_, '\n', available()));
    if (found == nullptr) return long_line();
    const std::string_view text(at_, static_cast<std::size_t>(found - at_));
    at_ = found + 1;
    return Line{text, false};
  }

  // From the beginning of the stream, which is another one by now.
  void restart() {
    at_ = end_ = buffer_.get();
    base_ = 0;
    ended_ = false;
    error_.reset();
  }

  bool at_end() { return !has(1); }
  // Why the input ended, where it is not simply its end.
  const std::optional<Error>& error() const { return error_; }

 private:
  static constexpr std::size_t kBuffer = 256u << 10;
  bool fill(std::size_t count);
  std::optional<Line> long_line();

  ByteStream& stream_;
  std::unique_ptr<char[]> buffer_;
  std::size_t capacity_ = 0;
  const char* at_;
  const char* end_;
  std::uint64_t base_ = 0;         // of the buffer, in the stream
  std::uint64_t ahead_ = 4096;     // how much is read at once: grows with what was read
  bool ended_ = false;
  std::optional<Error> error_;
};

}  // namespace aboveboard::format::pickle
