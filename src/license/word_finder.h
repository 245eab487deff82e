// Finds which of many plain words stand in a text, in one pass over it (Aho-Corasick). What decides which expressions are worth running.
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
  explicit WordFinder(const std::vector<std::string>& words);
  std::size_t size() const { return words_; }
  // The words that stand in `text`, wherever they begin and end.
  WordSet find(std::string_view text) const;

 private:
  std::size_t words_ = 0;
  std::uint32_t symbols_ = 1;                      // bytes that no word has share symbol 0
  std::vector<std::uint16_t> symbol_of_;           // 256
  std::vector<std::uint32_t> next_;                // state * symbols_ + symbol
  std::vector<std::vector<std::uint32_t>> ending_; // for each state, the words that end there
};

}  // namespace aboveboard::license
