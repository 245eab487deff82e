// Finds the terms of a known license in a copy of its text.
#include <re2/re2.h>

#include <optional>

#include "data/pattern.h"
#include "license/clauses.h"
#include "license/registry.h"
#include "license/sentences.h"

namespace aboveboard::license {

std::vector<LocatedTerm> locate_terms(const Info& info, std::string_view text) {
  const Entry* entry = find_entry(info.id);
  const std::vector<Sentence> sentences = sentences_of(text);
  std::optional<std::vector<LocatedTerm>> read;  // the clauses of the text, when first needed
  std::vector<LocatedTerm> located;
  for (std::size_t i = 0; i < info.terms.size(); ++i) {
    LocatedTerm term;
    term.term = info.terms[i];
    bool found = false;
    if (entry != nullptr && i < entry->anchors.size()) {
      for (const std::string& anchor : entry->anchors[i]) {
        const data::LazyPattern lazy(anchor, data::PatternUnit::Utf8WhereNeeded);
        for (const Sentence& sentence : sentences) {
          const re2::RE2* pattern = lazy.candidate(sentence.folded);
          re2::StringPiece group;
          if (pattern == nullptr || !pattern->Match(sentence.folded, 0, sentence.folded.size(), re2::RE2::UNANCHORED, &group, 1) || group.empty()) continue;
          const auto begin = static_cast<std::size_t>(group.data() - sentence.folded.data());
          locate(text, sentence, begin, begin + group.size(), term);
          found = true;
          break;
        }
        if (found) break;
      }
    }
    // Where no anchor stands, the clause reader may have seen the clause itself.
    if (!found && !read) read = read_clauses(text);
    for (const LocatedTerm& clause : read ? *read : std::vector<LocatedTerm>{}) {
      if (found || clause.term.kind != term.term.kind) continue;
      term.begin = clause.begin, term.end = clause.end;
      term.term.quote = clause.term.quote;
      found = true;
    }
    located.push_back(std::move(term));
  }
  return located;
}

}  // namespace aboveboard::license
