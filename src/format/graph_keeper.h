// GraphKeeper: where the readers of graph formats put tensors and metadata, with the limits that all of them share.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "format/byte_window.h"
#include "format/examination.h"

namespace aboveboard::format {

// The product of the dimensions, 1 for none; nothing where it does not fit 63 bits.
std::optional<std::uint64_t> count_elements(std::span<const std::uint64_t> shape);
// The bytes of so many elements of so many bits, packed without gaps.
std::optional<std::uint64_t> packed_bytes(std::uint64_t elements, std::uint64_t bits);

// A path that a graph gives for a file beside itself: why a loader that joins it to the folder of the graph would leave that folder ("is absolute",
// ...), or "" where it stays beneath. Checked: empty, absolute, a drive, an address, "..", a backslash, a NUL, longer than kLongestPath.
inline constexpr std::uint64_t kLongestPath = 4096;  // readers give one byte more, so that a longer path is seen as one
std::string_view leaves_folder(std::string_view path);

class GraphKeeper {
 public:
  // `format` begins the ids of rules: "onnx".
  GraphKeeper(Examination& examination, std::string_view format) : examination_(examination), format_(format) {}

  // `shape` must have passed count_elements.
  void tensor(std::string_view name, std::string_view dtype, std::span<const std::uint64_t> shape, std::uint64_t begin, std::uint64_t bytes,
              std::uint64_t place);
  // Bytes of tensors; apart from tensor(), because several may share them.
  void data(std::uint64_t bytes);
  void metadata(std::string_view key, std::string_view value, ByteRange place);
  // A text of the file, read up to limits::kGraphValueBytes.
  void metadata(std::string_view key, ByteWindow& window, ByteRange value);
  // A limit of ours is hit; told once a file.
  void limit(std::string_view message, std::uint64_t byte);
  void invalid(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind = ErrorKind::Malformed);
  void note(std::string_view rule, std::string message, std::uint64_t byte);
  void unsupported(std::string_view rule, std::string message, std::uint64_t byte);
  // The system did not give the bytes, if so; told once.
  void check_readable(const ByteWindow& window);

  Examination& examination() { return examination_; }

 private:
  std::string rule(std::string_view name) const { return std::string(format_) + "-" + std::string(name); }

  Examination& examination_;
  std::string_view format_;
  std::uint64_t names_ = 0, values_ = 0;  // bytes kept so far
  bool limit_told_ = false, unreadable_told_ = false;
};

// A name for a message: clipped, in quotes, without control characters.
std::string quoted_name(std::string_view name);

}  // namespace aboveboard::format
