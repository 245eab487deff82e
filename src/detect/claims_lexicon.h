// Lexicon: reads a sentence as a row of word classes ("own be a open np head"), so that rules about language need no
// list of sentences.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detect/claims_names.h"

namespace aboveboard::detect {

using WordClass = std::uint8_t;

// Classes that need no list of words.
enum BuiltinClass : WordClass {
  kOther,
  kHan,
  kOwn,
  kName,
  kComma,
  kColon,
  kStop,
  kQuestion,
  kQuotation,
  kLeft,
  kRight,
  kBuiltinClasses
};
inline constexpr std::string_view kBuiltinNames[] = {"other", "han",      "own",   "name", "comma", "colon",
                                                     "stop",  "question", "quote", "left", "right"};

struct Word {
  WordClass word_class = kOther;
  std::size_t begin = 0, end = 0;  // bytes of the sentence
};

class Lexicon {
 public:
  // Words already known keep their class.
  void add(std::string_view phrase, WordClass word_class);
  // Longest known phrases first, in time linear in the text.
  std::vector<Word> read(std::string_view sentence, const OwnNames& names) const;

 private:
  struct Entry {
    std::vector<std::string> rest;  // the words behind the first
    WordClass word_class = kOther;
  };
  struct Token;
  static std::vector<Token> cut(std::string_view sentence);
  const Entry* longest(const std::vector<Token>& tokens, std::size_t at) const;
  std::size_t longest_han(std::string_view sentence, std::size_t at, WordClass& word_class) const;

  std::map<std::string, std::vector<Entry>, std::less<>> words_;  // by first word, the longest first
  std::map<std::string, std::vector<std::pair<std::string, WordClass>>, std::less<>>
      characters_;  // by first character, the longest first
};

}  // namespace aboveboard::detect
