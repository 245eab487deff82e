#include "license/benign.h"

#include <algorithm>
#include <array>

#include "license/residue.h"
#include "license/word_set.h"

namespace aboveboard::license {
namespace {

// Words that a text may have or lack without meaning anything else.
constexpr auto kFillers = hashed(std::to_array<std::string_view>({"a", "an", "the", "s", "ltd", "inc", "llc", "gmbh", "co", "corp", "et", "al"}));

// Words that stand for whoever holds the rights.
constexpr auto kHolders = hashed(std::to_array<std::string_view>({
    "copyright", "holder", "holders", "owner", "owners", "author", "authors", "contributor", "contributors", "organization", "regents",
    "university", "california", "berkeley", "company", "year", "years", "fullname", "foundation", "institute", "project", "team",
    "developer", "developers", "of", "its", "their", "his", "her", "this", "the", "by", "software", "other", "c", "y",
}));

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ref_is(const Compared& view, const Hunk& hunk, std::uint8_t flags) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if ((view.index.token_flags(view.doc, i) & flags) == 0) return false;
  }
  return true;
}

bool text_is(const Compared& view, const Hunk& hunk, std::uint8_t flags) {
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    if ((view.tokens[i].flags & flags) == 0) return false;
  }
  return true;
}

// Names of rights holders, where the other text has other names: capitalized or placeholder words without legal force.
template <typename Word>
bool is_name(std::uint64_t hash, std::uint8_t flags, const Word& word) {
  if ((flags & kPlaceholder) != 0) return true;
  if (is_legal_word(hash)) return false;
  if (among(kHolders, hash) || among(kFillers, hash)) return true;
  return (flags & kCapital) != 0 && !is_number(word());
}

// Are all words of the difference, here and in the reference, of one kind? `is` takes a word's hash and flags, and a function that gives the word.
template <typename Is>
bool both_sides(const Compared& view, const Hunk& hunk, Is is) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if (!is(view.index.token_hash(view.doc, i), view.index.token_flags(view.doc, i), [&] { return std::string(view.index.token_word(view.doc, i)); })) return false;
  }
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    const Token& token = view.tokens[i];
    if (!is(token.hash, token.flags, [&] { return token_word(view.text, token); })) return false;
  }
  return true;
}

bool holds_only_names(const Compared& view, const Hunk& hunk) {
  return both_sides(view, hunk, [](std::uint64_t hash, std::uint8_t flags, const auto& word) { return is_name(hash, flags, word); });
}

bool is_year(std::string_view word) { return is_number(word) && word.size() == 4 && (word.starts_with("19") || word.starts_with("20")); }

// Is token `at` on a line that says "copyright" near its start?
bool on_copyright_line(const Compared& view, std::uint32_t at) {
  static constexpr std::uint64_t kCopyrightWord = hash64("copyright");
  constexpr std::uint32_t kReach = 5;
  std::uint32_t first = at;
  while (first > 0 && at - first < 40 && (view.tokens[first].flags & kLineStart) == 0) --first;
  for (std::uint32_t i = first; i < std::min<std::uint32_t>(first + kReach, static_cast<std::uint32_t>(view.tokens.size())); ++i) {
    if (view.tokens[i].hash == kCopyrightWord) return true;
  }
  return false;
}

// Words of copyright lines without force: "All rights reserved", "and other contributors".
bool is_harmless(std::uint64_t hash) {
  return hash == hash64("and") || hash == hash64("all") || hash == hash64("reserved") || hash == hash64("rights") || hash == hash64("other") || hash == hash64("any");
}

// "Copyright 2024 Someone", with or without a year, where the reference has its copyright lines.
bool is_copyright_run(const Compared& view, const Hunk& hunk) {
  static constexpr std::uint64_t kCopyrightWord = hash64("copyright"), kC = hash64("c");
  if (hunk.text_end == hunk.text_begin || hunk.text_end - hunk.text_begin > 40) return false;
  bool seen = false;
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    const Token& token = view.tokens[i];
    const std::string_view word = view.text.substr(token.begin, token.end - token.begin);
    seen = seen || token.hash == kCopyrightWord || token.hash == kC || is_year(word) || on_copyright_line(view, i);
    if (is_legal_word(token.hash) && !is_harmless(token.hash)) return false;
  }
  Hunk ref_only = hunk;
  ref_only.text_end = ref_only.text_begin;
  return seen && (ref_is(view, ref_only, kCopyright) || holds_only_names(view, ref_only));
}

// The years of a copyright line that is quoted in a sentence.
bool years_only(const Compared& view, const Hunk& hunk) {
  return both_sides(view, hunk, [](std::uint64_t, std::uint8_t, const auto& word) { return is_year(word()); });
}

// Where the Free Software Foundation had its offices.
constexpr auto kAddress = hashed(std::to_array<std::string_view>({
    "51", "franklin", "street", "st", "fifth", "floor", "boston", "ma", "02110", "1301", "usa", "59", "temple", "place", "suite", "330", "02111", "1307", "675", "mass",
    "ave", "cambridge", "02139", "inc", "foundation", "free", "software",
}));

bool address_only(const Compared& view, const Hunk& hunk) {
  return both_sides(view, hunk, [](std::uint64_t hash, std::uint8_t, const auto&) { return among(kAddress, hash); });
}

// Words in which "neither the name of ... nor the names of its contributors may be used to endorse" is said in other ways.
constexpr auto kEndorsement = hashed(std::to_array<std::string_view>({
    "neither", "nor", "the", "name", "names", "of", "its", "their", "any", "other", "author", "authors", "contributor", "contributors", "copyright", "holder", "holders",
    "owner", "owners", "organization", "organizations", "or", "and", "may", "not", "be", "used", "those", "this", "software", "project", "in", "3", "company", "specific", "prior",
}));

bool ends_sentence(const Compared& view, std::uint32_t token) {
  const std::size_t end = view.tokens[token].end;
  const bool initial = end - view.tokens[token].begin == 1;  // "U.S.", "J. Doe"
  return !initial && end < view.text.size() && (view.text[end] == '.' || view.text[end] == ';');
}

// A clause against the use of names to endorse products, with other names or in other words: it forbids the same.
bool endorsement_only(const Compared& view, const Hunk& hunk) {
  static constexpr std::uint64_t kEndorse = hash64("endorse"), kNot = hash64("not"), kNeither = hash64("neither");
  constexpr std::uint32_t kBefore = 24, kBehind = 30;
  const std::uint32_t first = hunk.text_begin - std::min(hunk.text_begin, kBefore), last = std::min(static_cast<std::uint32_t>(view.tokens.size()), hunk.text_end + kBehind);
  bool endorse = false, negated = false;
  for (std::uint32_t i = first; i < last; ++i) {
    endorse = endorse || (view.tokens[i].hash == kEndorse && i >= hunk.text_begin);
    negated = negated || view.tokens[i].hash == kNot || view.tokens[i].hash == kNeither;
  }
  if (!endorse || !negated || hunk.text_end - hunk.text_begin > 24) return false;
  // Between the difference and "endorse" no other clause may begin; and a bare "not" turns a clause around.
  for (std::uint32_t i = hunk.text_begin; i < last && view.tokens[i].hash != kEndorse; ++i) {
    if (i > hunk.text_begin && ((view.tokens[i].flags & kEnumerator) != 0 || ends_sentence(view, i - 1))) return false;
  }
  if (hunk.ref_begin == hunk.ref_end && hunk.text_end - hunk.text_begin == 1 && view.tokens[hunk.text_begin].hash == kNot) return false;
  return both_sides(view, hunk, [](std::uint64_t hash, std::uint8_t, const auto&) { return among(kEndorsement, hash) || !is_legal_word(hash); });
}

bool fillers_only(const Compared& view, const Hunk& hunk) {
  return both_sides(view, hunk, [](std::uint64_t hash, std::uint8_t flags, const auto&) { return among(kFillers, hash) || (flags & kEnumerator) != 0; });
}

// The same letters cut into words differently ("sub-license" and "sublicense", "non commercial").
bool same_letters(const Compared& view, const Hunk& hunk) {
  if (hunk.ref_end - hunk.ref_begin > 6 || hunk.text_end - hunk.text_begin > 6) return false;
  std::string ref, text;
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) ref += view.index.token_word(view.doc, i);
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) text += token_word(view.text, view.tokens[i]);
  return !ref.empty() && ref == text;
}

// "the copyright holders and contributors" in a disclaimer, where the text speaks of fewer or others.
bool disclaims_for_fewer(const Compared& view, const Hunk& hunk) {
  if (hunk.ref_end - hunk.ref_begin > 6 || hunk.text_end - hunk.text_begin > 8) return false;
  const auto joins = [](std::uint64_t hash) { return hash == hash64("and") || hash == hash64("or"); };
  bool holder = false;
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    const std::uint64_t hash = view.index.token_hash(view.doc, i);
    if (!joins(hash) && !among(kHolders, hash) && !among(kFillers, hash)) return false;
    holder = holder || (!joins(hash) && !among(kFillers, hash));
  }
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    const Token& token = view.tokens[i];
    const std::string_view word = view.text.substr(token.begin, token.end - token.begin);
    const bool upper = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (!joins(token.hash) && !among(kHolders, token.hash) && !among(kFillers, token.hash) && (!upper || is_legal_word(token.hash))) return false;
  }
  return holder;
}

// The title once more, over a chapter.
bool repeats_title(const Compared& view, const Hunk& hunk) {
  if (hunk.ref_begin != hunk.ref_end || hunk.text_end - hunk.text_begin > 8) return false;
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    bool found = false;
    for (std::uint32_t t = 0; !found && t < view.doc.title_tokens; ++t) found = view.index.token_hash(view.doc, t) == view.tokens[i].hash;
    if (!found) return false;
  }
  return true;
}

// Prefaces and closings of the Creative Commons texts that stand around the license and are left out at will (SPDX templates: optional).
bool is_preface(const Compared& view, const Hunk& hunk) {
  constexpr std::array<std::array<std::string_view, 6>, 3> kOpenings = {{{"creative", "commons", "corporation", "is", "not", "a"},
                                                                       {"creative", "commons", "is", "not", "a", "party"},
                                                                       {"using", "creative", "commons", "public", "licenses", "creative"}}};
  if (hunk.text_begin != hunk.text_end) return false;
  for (const auto& opening : kOpenings) {
    for (std::uint32_t at = hunk.ref_begin; at < std::min(hunk.ref_end, hunk.ref_begin + 3); ++at) {
      std::size_t same = 0;
      while (same < opening.size() && at + same < hunk.ref_end && view.index.token_word(view.doc, at + same) == opening[same]) ++same;
      if (same == opening.size()) return true;
    }
  }
  return false;
}

// Nothing but the title and the copyright lines of the reference.
bool is_heading(const Compared& view, const Hunk& hunk) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if (i >= view.doc.title_tokens && (view.index.token_flags(view.doc, i) & (kCopyright | kEnumerator)) == 0) return false;
  }
  return true;
}

// A wrong year in the title ("Version 2.0, January 2024"): the title is not part of what is compared (matching guideline on titles).
bool is_year_of_title(const Compared& view, const Hunk& hunk) {
  constexpr std::uint32_t kTitleReach = 12;
  if (hunk.ref_end - hunk.ref_begin != 1 || hunk.text_end - hunk.text_begin != 1 || hunk.ref_begin >= kTitleReach) return false;
  return is_year(view.index.token_word(view.doc, hunk.ref_begin)) && is_year(token_word(view.text, view.tokens[hunk.text_begin]));
}

bool limits(const Compared& view, const Hunk& hunk) {
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    if (among(kLimitWords, view.tokens[i].hash)) return true;
  }
  return false;
}

}  // namespace

bool is_benign(const Compared& view, const Hunk& hunk) {
  const std::uint32_t removed = hunk.ref_end - hunk.ref_begin, added = hunk.text_end - hunk.text_begin;
  const bool appended = (view.doc.flags & kAppended) != 0;
  const bool behind = hunk.ref_begin >= view.doc.body_tokens && (!appended || hunk.ref_end == view.doc.tokens);
  if (added == 0 && (behind || is_heading(view, hunk))) return true;
  if (ref_is(view, hunk, kEnumerator | kCopyright) && text_is(view, hunk, kEnumerator | kCopyright)) return true;
  if (fillers_only(view, hunk) || same_letters(view, hunk) || is_year_of_title(view, hunk)) return true;
  if (is_copyright_run(view, hunk)) return true;
  if (years_only(view, hunk) || address_only(view, hunk) || endorsement_only(view, hunk)) return true;
  if (repeats_title(view, hunk) || is_preface(view, hunk)) return true;
  if (behind && !appended && added <= 24 && !limits(view, hunk)) return true;
  if (disclaims_for_fewer(view, hunk)) return true;
  // One name for another; a name that is only added or only left out changes a sentence.
  return removed != 0 && added != 0 && removed <= 16 && added <= 16 && holds_only_names(view, hunk);
}

}  // namespace aboveboard::license
