// Finds the terms of a known license in a copy of its text.
#include <algorithm>
#include <array>
#include <optional>

#include "base/limits.h"
#include "data/pattern.h"
#include "license/clauses.h"
#include "license/registry.h"
#include "license/sentences.h"

namespace aboveboard::license {
namespace {

bool find_in(const Sentence& sentence, const data::LazyPattern& anchor, std::string_view text, LocatedTerm& term) {
  std::array<std::string_view, 1> found;
  if (!anchor.find(sentence.folded, 0, found) || found[0].empty()) return false;
  const auto begin = static_cast<std::size_t>(found[0].data() - sentence.folded.data());
  locate(text, sentence, begin, begin + found[0].size(), term);
  return true;
}

// Where one of the anchors stands first.
bool find_anchor(const std::vector<std::string>& anchors, const std::vector<Sentence>& sentences, std::string_view text, LocatedTerm& term) {
  for (const std::string& anchor : anchors) {
    const data::LazyPattern lazy(anchor, data::PatternUnit::Utf8WhereNeeded);
    for (const Sentence& sentence : sentences) {
      if (find_in(sentence, lazy, text, term)) return true;
    }
  }
  return false;
}

// All sentences but that of the term itself in which one of the anchors stands.
void find_elsewhere(const std::vector<std::string>& anchors, const std::vector<Sentence>& sentences, std::string_view text, LocatedTerm& term) {
  for (const std::string& anchor : anchors) {
    const data::LazyPattern lazy(anchor, data::PatternUnit::Utf8WhereNeeded);
    for (const Sentence& sentence : sentences) {
      if (term.elsewhere.size() >= limits::kTermPlaces) return;
      LocatedTerm place;
      if (!find_in(sentence, lazy, text, place)) continue;
      const auto overlaps = [&](std::size_t b, std::size_t e) { return place.begin < e && b < place.end; };
      const bool known = overlaps(term.begin, term.end) || std::any_of(term.elsewhere.begin(), term.elsewhere.end(), [&](const auto& other) { return overlaps(other.first, other.second); });
      if (!known) term.elsewhere.emplace_back(place.begin, place.end);
    }
  }
}

bool take_place(const std::vector<LocatedTerm>& clauses, bool same_value, LocatedTerm& term) {
  const auto found = std::find_if(clauses.begin(), clauses.end(), [&](const LocatedTerm& clause) {
    return clause.term.kind == term.term.kind && (!same_value || clause.term.value == term.term.value);
  });
  if (found == clauses.end()) return false;
  term.begin = found->begin, term.end = found->end;
  term.term.quote = found->term.quote;
  return true;
}

// The clause reader knows a clause when it sees it (`read`); an anchor is a word that may also stand elsewhere, and comes second.
std::vector<LocatedTerm> locate_among(const Info& info, std::string_view text, const std::vector<LocatedTerm>& read) {
  std::vector<LocatedTerm> located;
  const Entry* entry = find_entry(info.id);
  const std::vector<Sentence> sentences = sentences_of(text);
  for (std::size_t i = 0; i < info.terms.size(); ++i) {
    LocatedTerm term;
    term.term = info.terms[i];
    const bool has_anchors = entry != nullptr && i < entry->anchors.size();
    if (!take_place(read, true, term)) {
      const bool anchored = has_anchors && find_anchor(entry->anchors[i], sentences, text, term);
      if (!anchored) take_place(read, false, term);
    }
    if (has_anchors) find_elsewhere(entry->anchors[i], sentences, text, term);
    located.push_back(std::move(term));
  }
  return located;
}

}  // namespace

void shift(LocatedTerm& term, std::size_t by) {
  if (term.begin != term.end) term.begin += by, term.end += by;
  for (auto& [begin, end] : term.elsewhere) begin += by, end += by;
}

std::vector<Term> common_terms(std::string_view family) {
  std::vector<Term> common;
  bool first = true;
  for (const Entry& entry : registry().entries) {
    if (entry.info.family != family || entry.policy) continue;
    if (first) common = entry.info.terms;
    first = false;
    std::erase_if(common, [&](Term& term) {
      const auto same = [&](const Term& other) { return other.kind == term.kind && other.value == term.value; };
      const auto found = std::find_if(entry.info.terms.begin(), entry.info.terms.end(), same);
      if (found == entry.info.terms.end()) return true;
      if (found->condition != term.condition) term.condition.clear();
      if (found->section != term.section) term.section.clear();
      return false;
    });
  }
  return common;
}

std::vector<LocatedTerm> locate_terms(const Info& info, std::string_view text) {
  return info.terms.empty() ? std::vector<LocatedTerm>{} : locate_among(info, text, read_clauses(text));
}

MatchTerms terms_of(const Match& match, std::string_view text) {
  MatchTerms found;
  const std::string_view body = text.substr(match.begin, match.end - match.begin);
  const Info* info = match.id.empty() ? nullptr : find(match.id);
  const auto add = [&](LocatedTerm located) {
    shift(located, match.begin);
    found.terms.push_back(std::move(located));
  };
  const bool own_words = info == nullptr || match.verdict == MatchVerdict::Modified;
  const bool known_terms = info != nullptr && !match.notice && !info->terms.empty();
  const std::vector<LocatedTerm> read = own_words || known_terms ? read_clauses(body) : std::vector<LocatedTerm>{};
  if (known_terms) {
    for (LocatedTerm& term : locate_among(*info, body, read)) add(std::move(term));
  }
  if (info != nullptr) found.classes = info->classes;
  if (own_words) {
    std::erase_if(found.classes, is_open);
    for (const LicenseClass item : classes_of(read)) {
      if (std::find(found.classes.begin(), found.classes.end(), item) == found.classes.end()) found.classes.push_back(item);
    }
    const std::size_t known = found.terms.size();
    for (const LocatedTerm& term : read) {
      const auto same = [&term](const LocatedTerm& other) { return other.term.kind == term.term.kind; };
      if (std::none_of(found.terms.begin(), found.terms.begin() + static_cast<std::ptrdiff_t>(known), same)) add(term);
    }
  }
  if (found.classes.empty()) found.classes = {LicenseClass::Unknown};
  return found;
}

}  // namespace aboveboard::license
