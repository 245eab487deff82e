// FlatBuffers, read without generated code: tables, vectors and strings by position, every offset checked before it is followed.
// https://flatbuffers.dev/internals/
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "format/byte_window.h"

namespace aboveboard::format {

struct FlatTable {
  std::uint64_t at = 0;       // of the table
  std::uint64_t vtable = 0;
  std::uint32_t vtable_size = 0;
  std::uint32_t size = 0;     // of the table, with its offset to the vtable
};

struct FlatVector {
  std::uint64_t at = 0;  // of the first item
  std::uint64_t count = 0;
};

// Offsets may lead several fields to one place, so that a file has more to tell than it has bytes: all that is looked at is counted, and ends at
// limits::kFlatbufferTables. Positions only ever grow, so that there are no circles within one chain of offsets.
class FlatBuffer {
 public:
  // The buffer is [0, end) of the file, with its root offset at `base`.
  FlatBuffer(ByteWindow& window, std::uint64_t base, std::uint64_t end) : window_(window), base_(base), end_(end) {}

  std::optional<FlatTable> root();
  // A field that is a table; of a vector of tables the item at `index`.
  std::optional<FlatTable> table(const FlatTable& table, std::uint32_t field);
  std::optional<FlatTable> item(const FlatVector& tables, std::uint64_t index);
  // A field that is a vector of items of `width` bytes; none where the field is absent (then error() stays empty).
  std::optional<FlatVector> vector(const FlatTable& table, std::uint32_t field, std::uint64_t width);
  // A field that is a string: its bytes, none where it is absent.
  std::optional<ByteRange> string(const FlatTable& table, std::uint32_t field);
  std::string text(const FlatTable& table, std::uint32_t field);
  // A number, or what the schema has as default.
  template <typename T>
  T scalar(const FlatTable& table, std::uint32_t field, T absent) {
    const auto at = place(table, field, sizeof(T));
    const auto value = at ? window_.number<T>(*at) : std::nullopt;
    return value ? *value : absent;
  }
  // The item of a vector of numbers.
  template <typename T>
  T number(const FlatVector& vector, std::uint64_t index, T absent) {
    const auto value = index < vector.count ? window_.number<T>(vector.at + index * sizeof(T)) : std::nullopt;
    return value ? *value : absent;
  }

  // The first broken offset, if any, in words, and where it stands.
  const std::string& error() const { return error_; }
  std::uint64_t error_place() const { return error_place_; }
  bool exhausted() const { return looked_ > 0 && over_; }

 private:
  std::optional<std::uint64_t> place(const FlatTable& table, std::uint32_t field, std::uint64_t width);
  std::optional<std::uint64_t> follow(std::uint64_t at);
  std::optional<FlatTable> open(std::uint64_t at);
  std::optional<FlatVector> open_vector(std::uint64_t at, std::uint64_t width);
  std::nullopt_t broken(std::string why, std::uint64_t at);
  bool count();

  ByteWindow& window_;
  std::uint64_t base_, end_;
  std::uint64_t looked_ = 0;
  bool over_ = false;
  std::string error_;
  std::uint64_t error_place_ = 0;
};

}  // namespace aboveboard::format
