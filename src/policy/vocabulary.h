// The words that a policy may use and that this folder does not know by itself: they come from the rules, at run time.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aboveboard {

struct FrameworkWords {
  std::string id;
  std::vector<std::string> modes;   // empty: it has none
  std::vector<std::string> ladder;  // its results lowest first, for `at-least`; empty where it is none
  std::vector<std::string> results; // its results, for `result`
  bool score = false;               // has one from 0 to 1
};

// A format of files. Whoever refuses one refuses what is made of it: a PyTorch checkpoint is pickles in an archive.
struct FormatWords {
  std::string id;
  std::vector<std::string> made_of;
};

struct PolicyVocabulary {
  std::vector<std::string> licenses;  // ids of known licenses
  std::vector<FrameworkWords> frameworks;
  std::vector<FormatWords> formats;
  std::vector<std::string> uses;
  std::vector<std::string> rules;     // of findings and violations
};

// Is `format` the other one, or made of it?
bool is_made_of(const PolicyVocabulary& words, std::string_view format, std::string_view other);

// The sentence with this id, its blanks filled in (data/phrases/sentences.yaml).
using SaySentence = std::string (*)(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values);

}  // namespace aboveboard
