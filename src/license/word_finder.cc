#include "license/word_finder.h"

#include <algorithm>
#include <deque>

namespace aboveboard::license {

void WordSet::add_all(const WordSet& other) {
  if (bits_.size() < other.bits_.size()) bits_.resize(other.bits_.size());
  for (std::size_t i = 0; i < other.bits_.size(); ++i) bits_[i] |= other.bits_[i];
}

WordFinder::WordFinder(const std::vector<std::string>& words) : words_(words.size()), symbol_of_(256, 0) {
  for (const std::string& word : words) {
    for (const char c : word) {
      std::uint16_t& symbol = symbol_of_[static_cast<unsigned char>(c)];
      if (symbol == 0) symbol = static_cast<std::uint16_t>(symbols_++);
    }
  }
  const auto add_state = [this] {
    next_.resize(next_.size() + symbols_, 0);
    ending_.emplace_back();
    return static_cast<std::uint32_t>(ending_.size() - 1);
  };
  add_state();
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::uint32_t state = 0;
    for (const char c : words[i]) {
      const std::size_t edge = state * symbols_ + symbol_of_[static_cast<unsigned char>(c)];
      if (next_[edge] == 0) {
        const std::uint32_t added = add_state();  // may move next_
        next_[edge] = added;
      }
      state = next_[edge];
    }
    ending_[state].push_back(static_cast<std::uint32_t>(i));
  }
  // Breadth first: where a state has no edge for a symbol, it goes where the longest of its suffixes goes.
  std::vector<std::uint32_t> fallback(ending_.size(), 0);
  std::deque<std::uint32_t> open;
  for (std::uint32_t symbol = 1; symbol < symbols_; ++symbol) {
    if (next_[symbol] != 0) open.push_back(next_[symbol]);
  }
  while (!open.empty()) {
    const std::uint32_t state = open.front();
    open.pop_front();
    const auto& shorter = ending_[fallback[state]];
    ending_[state].insert(ending_[state].end(), shorter.begin(), shorter.end());
    for (std::uint32_t symbol = 1; symbol < symbols_; ++symbol) {
      std::uint32_t& to = next_[state * symbols_ + symbol];
      const std::uint32_t other = next_[fallback[state] * symbols_ + symbol];
      if (to == 0) {
        to = other;
      } else {
        fallback[to] = other;
        open.push_back(to);
      }
    }
  }
}

WordSet WordFinder::find(std::string_view text) const {
  WordSet found(words_);
  std::uint32_t state = 0;
  for (const char c : text) {
    state = next_[state * symbols_ + symbol_of_[static_cast<unsigned char>(c)]];
    for (const std::uint32_t word : ending_[state]) found.add(word);
  }
  return found;
}

}  // namespace aboveboard::license
