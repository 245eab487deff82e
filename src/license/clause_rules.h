// The rules of data/clauses, loaded once: which plain words a sentence must have before a rule's expressions are compiled and run.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "data/pattern.h"
#include "license/word_finder.h"
#include "model/license.h"

namespace aboveboard::license {

// Sentences that say what a word means restrict nothing by themselves; neither do disclaimers.
enum class SentenceUse { Skip, Also, Only };

// An expression, and the shared expressions ("<not>") that it cannot match without: these are asked once a sentence, so that few whole ones are compiled.
struct ClausePattern {
  data::LazyPattern whole;
  std::vector<std::uint32_t> shared;  // of ClauseRules::shared
};

struct ClauseRule {
  std::string id;
  TermKind kind = TermKind::UseAny;
  std::string value, condition;
  bool number = false;  // groups 1 and 2 are a quantity and its unit
  bool weak = false;    // gives way to any other value of the same kind
  SentenceUse definitions = SentenceUse::Skip, disclaimers = SentenceUse::Skip;
  std::vector<std::vector<std::uint32_t>> needs;  // of each group, one word (a number of the finder) must stand in the sentence or its lead
  std::vector<ClausePattern> patterns, unless;
  std::vector<ClausePattern> unless_lead;  // of the words that introduce the sentence
};

struct ClauseRules {
  std::deque<ClauseRule> rules;
  std::vector<data::LazyPattern> shared;
  WordFinder finder{{}};
  std::vector<std::uint32_t> definition_words, disclaimer_words;
};

const ClauseRules& clause_rules();

bool has_any(const WordSet& found, const std::vector<std::uint32_t>& words);

}  // namespace aboveboard::license
