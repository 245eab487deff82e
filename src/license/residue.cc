#include "license/residue.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace aboveboard::license {
namespace {

template <std::size_t N>
constexpr std::array<std::uint64_t, N> hashed(const std::array<std::string_view, N>& words) {
  std::array<std::uint64_t, N> hashes{};
  for (std::size_t i = 0; i < N; ++i) hashes[i] = hash64(words[i]);
  std::sort(hashes.begin(), hashes.end());
  return hashes;
}

constexpr auto kLegalWords = hashed(std::to_array<std::string_view>({
    "not", "no", "nor", "never", "none", "without", "must", "shall", "should", "may", "can", "cannot", "will", "only", "solely",
    "exclusively", "except", "excluding", "unless", "provided", "condition", "conditions", "conditional", "if", "prohibited", "prohibit",
    "prohibits", "forbidden", "restricted", "restrict", "restriction", "restrictions", "limit", "limits", "limited", "limitation",
    "permitted", "permission", "permissions", "grant", "granted", "grants", "allow", "allowed", "deny", "denied", "revoke", "revocable",
    "irrevocable", "terminate", "terminates", "termination", "require", "required", "requires", "agree", "agrees", "agreement",
    "obligation", "obligations", "duty", "commercial", "commercially", "noncommercial", "nonprofit", "profit", "research", "academic",
    "educational", "personal", "internal", "military", "weapon", "weapons", "surveillance", "warfare", "nuclear", "train", "training",
    "trained", "output", "outputs", "model", "models", "derivative", "derivatives", "distill", "distillation", "user", "users", "monthly",
    "active", "revenue", "million", "billion", "annual", "fee", "fees", "royalty", "pay", "payment", "paid", "price", "sell", "sold",
    "sale", "sublicense", "distribute", "redistribute", "distribution", "redistribution", "modify", "modification", "modifications",
    "copy", "use", "used", "uses", "using", "publish", "disclose", "territory", "country", "countries", "region", "european", "union",
    "china", "export", "patent", "patents", "trademark", "warranty", "liability", "attribution", "acknowledgment", "display", "name",
    "names", "endorse", "promote", "advertising", "percent", "version", "later", "any", "all", "harm", "evil", "good", "law", "laws",
    "and", "or", "both", "either", "than", "more", "less", "greater", "exceed", "exceeds", "before", "after", "until", "competing",
    "compete", "competitive", "service", "hosted", "saas", "api", "register", "registration", "request", "application", "apply",
    "separate", "additional", "free", "prior", "written", "consent", "approval", "notice", "source", "binary", "object",
}));

// Words that a text may have or lack without meaning anything else.
constexpr auto kFillers = hashed(std::to_array<std::string_view>({"a", "an", "the", "s", "ltd", "inc", "llc", "gmbh", "co", "corp", "et", "al"}));

// Words that stand for whoever holds the rights.
constexpr auto kHolders = hashed(std::to_array<std::string_view>({
    "copyright", "holder", "holders", "owner", "owners", "author", "authors", "contributor", "contributors", "organization", "regents",
    "university", "california", "berkeley", "company", "year", "years", "fullname", "foundation", "institute", "project", "team",
    "developer", "developers", "of", "its", "their", "his", "her", "this", "the", "by", "software", "other", "c", "y",
}));

template <std::size_t N>
bool among(const std::array<std::uint64_t, N>& hashes, std::uint64_t hash) {
  return std::binary_search(hashes.begin(), hashes.end(), hash);
}

struct View {
  const Index& index;
  const DocRecord& doc;
  std::string_view text;
  const std::vector<Token>& tokens;
};

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool ref_is(const View& view, const Hunk& hunk, std::uint8_t flags) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if ((view.index.token_flags(view.doc, i) & flags) == 0) return false;
  }
  return true;
}

bool text_is(const View& view, const Hunk& hunk, std::uint8_t flags) {
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    if ((view.tokens[i].flags & flags) == 0) return false;
  }
  return true;
}

// Names of rights holders, where the other text has other names: capitalized or placeholder words without legal force.
bool is_name(std::uint64_t hash, std::uint8_t flags, std::string_view word) {
  if (is_legal_word(hash)) return false;
  if (among(kHolders, hash) || among(kFillers, hash)) return true;
  return (flags & kCapital) != 0 && !is_number(word);
}

bool holds_only_names(const View& view, const Hunk& hunk) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if (!is_name(view.index.token_hash(view.doc, i), view.index.token_flags(view.doc, i), view.index.token_word(view.doc, i))) return false;
  }
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    const Token& token = view.tokens[i];
    if (!is_name(token.hash, token.flags, view.text.substr(token.begin, token.end - token.begin))) return false;
  }
  return true;
}

// "Copyright 2024 Someone" where line breaks hid that it is a copyright line of its own.
bool is_copyright_run(const View& view, const Hunk& hunk) {
  const std::uint64_t copyright = hash64("copyright"), c = hash64("c");
  if (hunk.text_end == hunk.text_begin || hunk.text_end - hunk.text_begin > 24) return false;
  bool seen = false;
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    const Token& token = view.tokens[i];
    const std::string_view word = view.text.substr(token.begin, token.end - token.begin);
    seen = seen || token.hash == copyright || token.hash == c || (is_number(word) && word.size() == 4);
    const bool harmless = token.hash == hash64("and") || token.hash == hash64("all") || token.hash == hash64("reserved") || token.hash == hash64("rights");
    if (is_legal_word(token.hash) && !harmless) return false;
  }
  Hunk ref_only = hunk;
  ref_only.text_end = ref_only.text_begin;
  return seen && holds_only_names(view, ref_only);
}

bool fillers_only(const View& view, const Hunk& hunk) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if (!among(kFillers, view.index.token_hash(view.doc, i)) && (view.index.token_flags(view.doc, i) & kEnumerator) == 0) return false;
  }
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) {
    if (!among(kFillers, view.tokens[i].hash) && (view.tokens[i].flags & kEnumerator) == 0) return false;
  }
  return true;
}

// The same letters cut into words differently ("sub-license" and "sublicense", "non commercial").
bool same_letters(const View& view, const Hunk& hunk) {
  if (hunk.ref_end - hunk.ref_begin > 6 || hunk.text_end - hunk.text_begin > 6) return false;
  std::string ref, text;
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) ref += view.index.token_word(view.doc, i);
  for (std::uint32_t i = hunk.text_begin; i < hunk.text_end; ++i) text += token_word(view.text, view.tokens[i]);
  return !ref.empty() && ref == text;
}

// "the copyright holders and contributors" in a disclaimer, where the text speaks of fewer or others.
bool disclaims_for_fewer(const View& view, const Hunk& hunk) {
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

// Nothing but the title and the copyright lines of the reference.
bool is_heading(const View& view, const Hunk& hunk) {
  for (std::uint32_t i = hunk.ref_begin; i < hunk.ref_end; ++i) {
    if (i >= view.doc.title_tokens && (view.index.token_flags(view.doc, i) & (kCopyright | kEnumerator)) == 0) return false;
  }
  return true;
}

// A wrong year in the title ("Version 2.0, January 2024"): the title is not part of what is compared (matching guideline on titles).
bool is_year_of_title(const View& view, const Hunk& hunk) {
  constexpr std::uint32_t kTitleReach = 12;
  const auto is_year = [](std::string_view word) { return is_number(word) && word.size() == 4 && (word.starts_with("19") || word.starts_with("20")); };
  if (hunk.ref_end - hunk.ref_begin != 1 || hunk.text_end - hunk.text_begin != 1 || hunk.ref_begin >= kTitleReach) return false;
  return is_year(view.index.token_word(view.doc, hunk.ref_begin)) && is_year(token_word(view.text, view.tokens[hunk.text_begin]));
}

bool is_benign(const View& view, const Hunk& hunk) {
  const std::uint32_t removed = hunk.ref_end - hunk.ref_begin, added = hunk.text_end - hunk.text_begin;
  if (added == 0 && (hunk.ref_begin >= view.doc.body_tokens || is_heading(view, hunk))) return true;
  if (ref_is(view, hunk, kEnumerator | kCopyright) && text_is(view, hunk, kEnumerator | kCopyright)) return true;
  if (fillers_only(view, hunk) || same_letters(view, hunk) || is_year_of_title(view, hunk)) return true;
  if (ref_is(view, hunk, kCopyright) && is_copyright_run(view, hunk)) return true;
  if (hunk.ref_begin >= view.doc.body_tokens && added <= 24) return true;
  if (disclaims_for_fewer(view, hunk)) return true;
  // One name for another; a name that is only added or only left out changes a sentence.
  return removed != 0 && added != 0 && removed <= 16 && added <= 16 && holds_only_names(view, hunk);
}

}  // namespace

bool is_legal_word(std::uint64_t hash) { return among(kLegalWords, hash); }

Residue classify(const Index& index, const DocRecord& doc, std::string_view text, const std::vector<Token>& tokens,
                 const Alignment& alignment) {
  const View view{index, doc, text, tokens};
  Residue residue;
  for (const Hunk& hunk : alignment.hunks) {
    const std::uint32_t size = hunk.ref_end - hunk.ref_begin + hunk.text_end - hunk.text_begin;
    if (is_benign(view, hunk)) {
      residue.benign.push_back(hunk);
      residue.benign_tokens += size;
    } else {
      residue.legal.push_back(hunk);
      residue.legal_tokens += size;
    }
  }
  return residue;
}

}  // namespace aboveboard::license
