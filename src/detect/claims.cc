#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "detect/claims_rules.h"
#include "detect/detect.h"
#include "detect/phrases_pattern.h"

namespace aboveboard {

namespace detect {

namespace {

constexpr std::size_t kSentenceBytes = 4000;  // of a longer one, that much is read around its first trigger
constexpr std::size_t kBeforeTrigger = 1000;
constexpr std::size_t kTaglineSentences = 6;  // an opening line is among the first of a document
constexpr std::size_t kMostSetAside = 64;     // phrases of one sentence
constexpr std::array kDescriptions = {
    "description", "summary", "model_description", "model_summary", "short_description", "tagline", "title"};
constexpr std::array kOpenTags = {"open-source", "opensource", "open_source", "open source", "fully-open"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Finds where any of a few words stands in a text, ignoring ASCII case, in one pass: most places are ruled out by their
// first two bytes.
class TriggerFinder {
 public:
  explicit TriggerFinder(const std::vector<std::string>& words) : words_(words), pairs_(1U << 16U) {
    for (const std::string& word : words) {
      if (word.size() >= 2) pairs_[pair(word[0], word[1])] = true;
    }
  }
  std::size_t find(std::string_view text, std::size_t from) const {
    for (std::size_t i = from; i + 1 < text.size(); ++i) {
      if (!pairs_[pair(lower(text[i]), lower(text[i + 1]))]) continue;
      for (const std::string& word : words_) {
        if (stands_at(text, i, word)) return i;
      }
    }
    return std::string_view::npos;
  }

 private:
  static std::size_t pair(char a, char b) {
    return (static_cast<std::size_t>(static_cast<unsigned char>(a)) << 8U) | static_cast<unsigned char>(b);
  }
  static bool stands_at(std::string_view text, std::size_t at, const std::string& word) {
    if (word.empty() || text.size() - at < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (lower(text[at + i]) != word[i]) return false;
    }
    return true;
  }
  const std::vector<std::string>& words_;
  std::vector<bool> pairs_;
};

struct FoundClaim {
  const ClaimRule* rule = nullptr;
  std::string kind;
  std::string words;
};

// A sentence as rules see it.
struct Reading {
  std::string_view text;
  std::vector<Word> words;
  Row row;
};

Reading read_sentence(std::string_view text, const ClaimRules& rules, const OwnNames& names) {
  Reading reading{text, rules.lexicon.read(text, names), {}};
  reading.row.reserve(reading.words.size());
  for (const Word& word : reading.words) reading.row += row_byte(word.word_class);
  return reading;
}

bool has_class(const Row& row, const std::optional<WordClass>& word_class) {
  return !word_class || row.find(row_byte(*word_class)) != Row::npos;
}

void set_aside(Row& row, const ClaimRules& rules) {
  for (const SetAside& aside : rules.set_aside) {
    if (!has_class(row, aside.needs)) continue;
    std::size_t from = 0;
    for (std::size_t i = 0; i < kMostSetAside; ++i) {
      const auto range = aside.pattern.find(row, from);
      if (!range || range->begin == range->end) break;
      std::fill(row.begin() + static_cast<std::ptrdiff_t>(range->begin),
                row.begin() + static_cast<std::ptrdiff_t>(range->end), row_byte(aside.as));
      from = range->end;
    }
  }
}

std::string words_of(const Reading& reading, WordRange range) {
  const auto is_mark = [&](std::size_t i) {
    return reading.words[i].word_class >= kComma && reading.words[i].word_class <= kRight;
  };
  while (range.begin < range.end && is_mark(range.end - 1)) --range.end;
  while (range.begin < range.end && is_mark(range.begin)) ++range.begin;
  if (range.begin == range.end) return {};
  const std::size_t begin = reading.words[range.begin].begin;
  return std::string(
      clip_utf8(reading.text.substr(begin, reading.words[range.end - 1].end - begin), limits::kQuoteBytes));
}

bool own_or_we(const Row& row, const ClaimRules& rules, WordRange range) {
  for (std::size_t i = range.begin; i < range.end; ++i) {
    if (row[i] == row_byte(kOwn) || row[i] == row_byte(rules.first_person)) return true;
  }
  return false;
}

struct Setting {
  ClaimPlace place = ClaimPlace::Prose;
  bool tagline = false, list = false;
  bool deep = false;  // in a document that may be about a part or a tool: only the name or the first person will do
};

bool fits(const ClaimRule& rule, const Setting& setting) {
  switch (rule.place) {
    case ClaimPlace::Prose:
      return setting.place == ClaimPlace::Prose;
    case ClaimPlace::ListItem:
      return setting.list && !setting.deep;
    case ClaimPlace::Tagline:
      return setting.tagline && !setting.deep;
    case ClaimPlace::Title:
      return setting.place == ClaimPlace::Title && !setting.deep;
  }
  return false;
}

std::optional<FoundClaim> read_claim(std::string_view text, const Setting& setting, const ClaimRules& rules,
                                     const OwnNames& names) {
  Reading reading = read_sentence(text, rules, names);
  if (!reading.row.empty() && reading.row.back() == row_byte(kQuestion)) return std::nullopt;
  set_aside(reading.row, rules);
  for (const ClaimRule& rule : rules.rules) {
    if (!fits(rule, setting) || !has_class(reading.row, rule.needs)) continue;
    WordRange marked;
    const auto range = rule.pattern.find(reading.row, marked);
    if (!range || (setting.deep && !own_or_we(reading.row, rules, *range))) continue;
    FoundClaim found{&rule, rule.kind, words_of(reading, marked)};
    for (const ClaimKind& kind : rules.kinds) {
      const std::string_view claimed = std::string_view(reading.row).substr(marked.begin, marked.end - marked.begin);
      if (kind.instead_of == rule.kind && claimed.find(row_byte(kind.where_class)) != std::string_view::npos)
        found.kind = kind.id;
    }
    return found;
  }
  return std::nullopt;
}

// The sentence, or that much of it around its first trigger that can be read at bounded cost.
std::string_view window(std::string_view text, std::size_t trigger) {
  if (text.size() <= kSentenceBytes) return text;
  std::size_t begin = trigger > kBeforeTrigger ? trigger - kBeforeTrigger : 0;
  while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) --begin;
  return clip_utf8(text.substr(begin), kSentenceBytes);
}

class ClaimReader {
 public:
  ClaimReader(const ClaimRules& rules, const OwnNames& names)
      : rules_(rules), names_(names), triggers_(rules.triggers) {}

  void read(const DocumentView& view, std::vector<Claim>& claims) {
    if (triggers_.find(view.document->text, 0) == std::string_view::npos) return;
    read_front_matter(view, claims);
    bool titled = false;
    for (std::size_t i = 0; i < view.document->sentences.size(); ++i) {
      const Sentence& sentence = view.document->sentences[i];
      const bool heading = sentence.kind == BlockKind::Heading;
      const bool title = heading && !titled && view.document->sections[sentence.section].level <= 2;
      titled = titled || heading;
      if (heading ? title : is_prose(sentence)) read_one(view, i, title, claims);
    }
  }

 private:
  static bool is_prose(const Sentence& sentence) {
    return sentence.kind != BlockKind::Code && sentence.kind != BlockKind::TableRow;
  }

  // A section on licenses speaks of the release, whatever else its heading names.
  bool speaks_of_others(const DocumentView& view, const Sentence& sentence) const {
    if (sentence.section >= view.headings.size() || rules_.other_sections.empty()) return false;
    const std::string& headings = view.headings[sentence.section];
    return holds_any(headings, rules_.other_sections) && headings.find("licen") == std::string::npos;
  }

  void read_one(const DocumentView& view, std::size_t i, bool title, std::vector<Claim>& claims) const {
    const Sentence& sentence = view.document->sentences[i];
    const std::size_t trigger = triggers_.find(sentence.text, 0);
    if (trigger == std::string_view::npos) return;
    if (!title && speaks_of_others(view, sentence)) return;
    Setting setting;
    setting.place = title ? ClaimPlace::Title : ClaimPlace::Prose;
    setting.tagline = !title && i < kTaglineSentences;
    setting.list = sentence.kind == BlockKind::ListItem;
    setting.deep = view.standing != Standing::Primary;
    const auto found = read_claim(window(sentence.text, trigger), setting, rules_, names_);
    if (found) claims.push_back({found->kind, found->words, evidence_for(view, sentence, *found)});
  }

  // The sentence; where its beginning alone would be quoted and the claiming words stand later, from there on.
  static Evidence evidence_for(const DocumentView& view, const Sentence& sentence, const FoundClaim& found) {
    if (sentence.end - sentence.begin > limits::kQuoteBytes) {
      const std::string_view raw =
          std::string_view(view.document->text).substr(sentence.begin, sentence.end - sentence.begin);
      const std::size_t at = raw.find(found.words);
      if (at != std::string_view::npos && at + found.words.size() > limits::kQuoteBytes) {
        return quote_bytes(*view.source, *view.file, sentence.begin + at, sentence.end, found.rule->id,
                           EvidenceKind::Text);
      }
    }
    return quote_sentence(*view.source, *view.file, sentence, found.rule->id);
  }

  void read_front_matter(const DocumentView& view, std::vector<Claim>& claims) const {
    if (!view.document->front_matter) return;
    const data::Value& front = view.document->front_matter->value;
    for (const data::Member& member : front.members) {
      if (std::find(kDescriptions.begin(), kDescriptions.end(), member.key) != kDescriptions.end())
        read_description(view, member, claims);
      if (member.key == "tags") read_tags(view, member.value, claims);
    }
  }

  void read_description(const DocumentView& view, const data::Member& member, std::vector<Claim>& claims) const {
    const std::string_view text = member.value.as_text();
    const std::size_t trigger = triggers_.find(text, 0);
    if (trigger == std::string_view::npos) return;
    Setting setting{ClaimPlace::Prose, true, false, view.standing != Standing::Primary};
    auto found = read_claim(window(text, trigger), setting, rules_, names_);
    if (!found) {
      setting.place = ClaimPlace::Title;
      found = read_claim(window(text, trigger), setting, rules_, names_);
    }
    if (found)
      claims.push_back({found->kind, found->words,
                        quote_line(*view.source, *view.file, member.line, found->rule->id, EvidenceKind::Tag)});
  }

  static void read_tags(const DocumentView& view, const data::Value& tags, std::vector<Claim>& claims) {
    for (const data::Value& tag : tags.items) {
      const std::string text = to_lower(tag.as_text());
      if (std::find(kOpenTags.begin(), kOpenTags.end(), text) == kOpenTags.end() || tag.line == 0) continue;
      claims.push_back({text == "fully-open" ? "fully-open" : "open-source", std::string(tag.as_text()),
                        quote_line(*view.source, *view.file, tag.line, "claims/tag", EvidenceKind::Tag)});
      return;
    }
  }

  const ClaimRules& rules_;
  const OwnNames& names_;
  TriggerFinder triggers_;
};

}  // namespace

}  // namespace detect

std::vector<Claim> detect_claims(const Scope& scope) {
  const detect::ClaimRules& rules = detect::claim_rules();
  const std::vector<detect::DocumentView> views = detect::view_documents(scope.sources);
  const detect::OwnNames names = detect::own_names(views, rules.names);
  detect::ClaimReader reader(rules, names);
  std::vector<Claim> claims;
  for (const detect::DocumentView& view : views) reader.read(view, claims);
  return claims;
}

}  // namespace aboveboard
