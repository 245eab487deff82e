// Walks the JSON of a Keras configuration as it is parsed. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/json_stream.h"
#include "format/examination.h"

namespace aboveboard::format {

class ConfigWalker final : public data::JsonHandler {
 public:
  ConfigWalker(std::uint64_t byte, Examination& examination) : byte_(byte), examination_(examination) {}

  bool on_key(std::string_view name, std::uint64_t byte) override;
  bool on_string(std::string_view text, std::uint64_t byte) override;
  bool on_number(std::string_view, std::uint64_t) override { return true; }
  bool on_literal(std::string_view, std::uint64_t) override { return true; }
  bool on_begin_object(std::uint64_t byte) override;
  bool on_end_object(std::uint64_t byte) override;
  bool on_begin_array(std::uint64_t byte) override;
  bool on_end_array(std::uint64_t byte) override;

  bool found_class() const { return found_class_; }

 private:
  using Texts = std::map<std::string, std::vector<std::string>, std::less<>>;
  struct Frame {
    bool map = false;
    std::string key;      // the one whose value is being read
    std::uint64_t byte = 0;
    Texts own;            // texts of this map that say what it is, by key: more than one where a key is repeated
    Texts first;          // the first text somewhere below a key: where code may lie
    Texts config_first;   // the same of the map under "config"
  };
  void keep(Texts& texts, std::string_view key, std::string_view text);
  void check_path(std::string_view key, std::string_view text, std::uint64_t byte);
  void close(const Frame& frame);
  void name_class(const Frame& frame, const std::string& module, const std::string& name);
  void find_old_lambda(const Frame& frame);
  void find_wrapped_module(const Frame& frame);

  std::uint64_t byte_;
  Examination& examination_;
  std::vector<Frame> open_;
  bool found_class_ = false;
};

}  // namespace aboveboard::format
