// The machinery of read_gguf, shared by its two source files. Nobody else includes it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/text.h"
#include "format/gguf/gguf.h"
#include "format/gguf/sequential_reader.h"

namespace aboveboard::format {

class GgufReader {
 public:
  GgufReader(ByteSource& bytes, Examination& examination)
      : bytes_(bytes), in_(bytes), examination_(examination), contents_(examination.contents()) {}

  void run() {
    examination_.recognize("gguf");
    if (read_head() && read_key_values() && read_tensors()) check_end();
    contents_.header_bytes = in_.position();
    std::sort(contents_.names.begin(), contents_.names.end());
  }

 private:
  bool read_head();
  bool read_key_values();
  bool read_value(const std::string& key, std::uint32_t type, int depth);
  bool read_scalar(const std::string& key, std::uint32_t type);
  bool read_text_value(const std::string& key);
  bool read_array(const std::string& key, int depth);
  bool read_tensors();
  bool read_tensor();
  bool read_size(const std::string& name, std::uint64_t byte, std::uint64_t elements, std::span<const std::uint64_t> shape);
  void check_end();

  std::optional<std::uint64_t> length() {
    if (version_ > 1) return in_.read<std::uint64_t>();
    const auto value = in_.read<std::uint32_t>();
    return value ? std::optional<std::uint64_t>(*value) : std::nullopt;
  }
  // Length and bytes of a string that must fit `limit`; `rule` is broken where it does not.
  std::optional<std::string_view> text(std::uint64_t limit, std::string_view rule, std::string_view what);
  void keep(const std::string& key, std::string value, std::uint64_t byte, std::uint64_t bytes);
  bool invalid(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind = ErrorKind::Malformed);
  bool ends(std::string_view where);  // the bytes end in the middle of `where`
  bool unsupported(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind);
  static std::string quoted(std::string_view name) { return aboveboard::quoted(name, 80); }

  ByteSource& bytes_;
  SequentialReader in_;
  Examination& examination_;
  Contents& contents_;
  std::uint32_t version_ = 0;
  std::uint64_t tensors_ = 0, key_values_ = 0;
  std::uint64_t alignment_ = 32;
  std::uint64_t data_end_ = 0;  // of the tensors so far, from the beginning of the data; padded
  std::uint64_t last_end_ = 0;  // the same without padding
  bool sizes_known_ = true;     // no tensor of a fork's type so far
  bool nested_noted_ = false;
  std::uint64_t elements_ = 0;  // of all tensors so far
  std::size_t kept_ = 0;
  std::unordered_set<std::uint64_t> names_;  // looked up, never walked
};

}  // namespace aboveboard::format
