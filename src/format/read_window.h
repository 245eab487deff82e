// ReadWindow: small reads at rising offsets, such as headers between the members of an archive, few of which cost a read of the file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace aboveboard::format {

class ReadWindow {
 public:
  explicit ReadWindow(ByteSource& source) : source_(source), size_(source.size()) {}

  std::uint64_t size() const { return size_; }
  // Bytes that were read of the file so far.
  std::uint64_t bytes_read() const { return bytes_read_; }

  // `length` bytes from `offset`, valid until the next call; nothing where the file ends before, or will not be read. Where the file must be read for them,
  // `ahead` bytes are read at once, if it has as many.
  std::optional<std::string_view> at(std::uint64_t offset, std::uint64_t length, std::uint64_t ahead = 0) {
    if (offset > size_ || length > size_ - offset) return std::nullopt;
    if (offset < begin_ || offset - begin_ > buffer_.size() || length > buffer_.size() - (offset - begin_)) {
      const std::uint64_t count = std::min(std::max(length, ahead), size_ - offset);
      buffer_.resize(static_cast<std::size_t>(count));
      begin_ = offset;
      if (!source_.read_at(offset, std::as_writable_bytes(std::span(buffer_)))) {
        buffer_.clear();
        return std::nullopt;
      }
      bytes_read_ += count;
    }
    return std::string_view(buffer_).substr(static_cast<std::size_t>(offset - begin_), static_cast<std::size_t>(length));
  }

 private:
  ByteSource& source_;
  std::uint64_t size_;
  std::string buffer_;
  std::uint64_t begin_ = 0;  // of the buffer, in the file
  std::uint64_t bytes_read_ = 0;
};

}  // namespace aboveboard::format
