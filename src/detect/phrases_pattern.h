// Pattern: a few alternatives of RE2 syntax, guarded by plain words that a text must hold before any expression is compiled or run.
// Matching ignores ASCII case and goes by bytes: a dot is a byte, and only ASCII may stand in a class.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"

namespace aboveboard::detect {

struct Range {
  std::size_t begin = 0, end = 0;
};

// The pairs of neighboring bytes that stand in a text, in 256 bits: a word can stand only where all of its pairs do. Most words that are asked of
// a sentence stand elsewhere, and this says so without a search.
class PairSet {
 public:
  PairSet() = default;
  explicit PairSet(std::string_view text);
  // False: the word does not stand in the text. True: it may.
  bool may_hold(const PairSet& word) const;

 private:
  std::array<std::uint64_t, 4> bits_{};
};

// Does the text hold any of these words? The text is in lower case, and so are the words. No words: yes.
bool holds_any(std::string_view lower_text, const std::vector<std::string>& words);

class Pattern {
 public:
  Pattern() = default;
  // Compiled at the first use, once, by whichever thread comes first.
  explicit Pattern(std::vector<std::string> alternatives);
  bool empty() const { return !impl_; }
  // The leftmost match, in the text with its letters in lower case. Only a pattern with a case-sensitive part, (?-i:...), sees the original.
  std::optional<Range> find(std::string_view original, std::string_view lower) const;
  bool matches(std::string_view original, std::string_view lower) const;
  // Do all alternatives compile? For tests of the data.
  bool valid() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

// Conditions on a text: any of these, all of these, none of those. Of the plain lower-case words of `has` one must stand in
// the text, and one of `and_has`.
struct TextCondition {
  std::vector<std::string> has, and_has;
  std::vector<PairSet> has_pairs;  // of the words of `has`
  Pattern any;
  std::vector<Pattern> all;
  Pattern none;
  bool empty() const { return has.empty() && and_has.empty() && any.empty() && all.empty() && none.empty(); }
};

// False: no word of `has` stands in the text with these pairs. True: one may, or there are none.
bool may_hold_any(const PairSet& text, const TextCondition& condition);

// Reads {has, and-has, any, all, none}; each a text or a list of texts.
TextCondition read_text_condition(const data::Value& value);

// Where the text meets the condition: the match of `any`, or the first of `all`, or the first word of `has`. `lower` is the text in lower case.
std::optional<Range> find_in(const TextCondition& condition, std::string_view text, std::string_view lower);

}  // namespace aboveboard::detect
