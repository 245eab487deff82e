// Words for messages: counts, names, shapes and ranges.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::weights {

// "1 file", "2 files".
std::string count_of(std::uint64_t count, std::string_view one, std::string_view many);
// A stranger's name, clipped and in quotes.
std::string quoted_name(std::string_view name);
// "[32, 128]", cut behind eight dimensions.
std::string shape_text(std::span<const std::uint64_t> shape);
// "3", "3 to 5", "3 to 5 and 9", "3, 5 to 6, 9 and more".
std::string ranges(const std::vector<std::uint64_t>& sorted);

// The first names of many, and how many there are.
struct FirstNames {
  static constexpr std::size_t kShown = 3;
  std::uint64_t count = 0;
  std::vector<std::string> first;  // quoted
  void add(std::string_view name) {
    if (count++ < kShown) first.push_back(quoted_name(name));
  }
  void add_all(const FirstNames& others) {
    for (const std::string& name : others.first)
      if (first.size() < kShown) first.push_back(name);
    count += others.count;
  }
  // "a", "b", "c" ...
  std::string list() const;
};

}  // namespace aboveboard::weights
