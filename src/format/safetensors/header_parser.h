// The machinery of parse_safetensors_header, shared by its two source files. Nobody else includes it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "format/safetensors/header.h"
#include "format/safetensors/json_cursor.h"

namespace aboveboard::format {

inline constexpr std::size_t kNameShown = 80;  // of a name in a message

class HeaderParser {
 public:
  explicit HeaderParser(std::string_view json) : cursor_{json} {
    header_.tensors.reserve(json.size() / 128);  // about what an entry takes
    header_.table.reserve(json.size() / 128, json.size() / 3);
    header_.elements.resize(safetensors_dtypes().size());
  }

  SafetensorsHeader run() {
    if (parse_object()) header_.whole = true;
    find_duplicates();
    return std::move(header_);
  }

 private:
  bool parse_object();
  bool parse_metadata();
  bool parse_tensor(std::string_view name, std::uint64_t hash, std::size_t key);
  bool parse_shape(std::string_view name, std::size_t key);
  bool parse_offsets(std::string_view name, std::size_t key, TensorEntry& tensor);
  bool parse_dtype(std::string_view name, std::size_t key);
  bool read_unsigned(std::uint64_t& number, bool& valid);
  bool read_text(std::string_view& text, std::string& buffer);
  void accept(std::string_view name, std::size_t key, TensorEntry tensor);
  void find_duplicates();
  void fault(std::string_view rule, std::string message, std::size_t byte);
  // Passes over a value that is of the wrong kind.
  bool pass_over(std::string_view rule, std::string message, std::size_t byte) {
    if (!cursor_.skip_value()) return broken("a value");
    fault(rule, std::move(message), byte);
    return true;
  }
  bool broken(std::string_view what) {
    fault("json", "the header is not valid JSON: " + std::string(what) + " expected", cursor_.at);
    return false;
  }
  static std::string quoted(std::string_view name) { return aboveboard::quoted(name, kNameShown); }

  JsonCursor cursor_;
  SafetensorsHeader header_;
  // Of the tensor that is being read:
  std::size_t dtype_ = 0;
  std::uint64_t product_ = 1;
  std::vector<std::uint64_t> shape_;
  bool overflow_ = false, ok_ = true;
  std::size_t last_dtype_ = 0;
  std::size_t metadata_bytes_ = 0;
  std::string name_buffer_, value_buffer_;
};

}  // namespace aboveboard::format
