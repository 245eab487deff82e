// Finds which of many plain words stand in a text, in one pass over it. What decides which expressions are worth running. Words are looked up by
// their first two bytes: that is ready in microseconds, where an automaton over the same words takes milliseconds, more than most audits spend reading with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

// A set of word numbers.
class WordSet {
 public:
  explicit WordSet(std::size_t words = 0) : bits_((words + 63) / 64) {}
  void add(std::size_t word) { bits_[word / 64] |= std::uint64_t{1} << (word % 64); }
  bool has(std::size_t word) const { return (bits_[word / 64] >> (word % 64) & 1) != 0; }
  void add_all(const WordSet& other);

 private:
  std::vector<std::uint64_t> bits_;
};

class WordFinder {
 public:
  // Words are byte strings, not empty; a word's number is its place in the list.
  explicit WordFinder(std::vector<std::string> words);
  std::size_t size() const { return words_.size(); }
  // The words that stand in `text`, wherever they begin and end.
  WordSet find(std::string_view text) const;

 private:
  std::vector<std::string> words_;
  std::vector<std::uint32_t> begins_;   // of each bucket's words in numbers_; one more closes the last
  std::vector<std::uint32_t> numbers_;
};

}  // namespace aboveboard::license
