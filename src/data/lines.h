// Lines of a text that is read from front to back, and keys that a map repeats. Internal to this folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "data/value.h"

namespace aboveboard::data {

// Counts lines as base's LineIndex does, for offsets that only grow: each byte is looked at once.
class LineCounter {
 public:
  LineCounter(std::string_view text, std::uint64_t first_line)
      : text_(text), line_(first_line), has_returns_(text.find('\r') != std::string_view::npos) {}
  std::uint64_t line_of(std::uint64_t byte);

 private:
  std::string_view text_;
  std::uint64_t line_;
  bool has_returns_;
  std::size_t done_ = 0;
};

// Notes the keys that stand twice in one map.
class RepeatedKeys {
 public:
  RepeatedKeys(std::string_view path, std::string_view rule, Diagnostics& notes) : path_(path), rule_(rule), notes_(notes) {}
  void check(const std::vector<Member>& members);

 private:
  std::string_view path_, rule_;
  Diagnostics& notes_;
  int noted_ = 0;
};

}  // namespace aboveboard::data
