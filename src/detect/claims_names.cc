#include "detect/claims_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <map>
#include <set>

#include "base/text.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kTitles = 2;           // headings at the top of a document that may hold its name
constexpr std::size_t kSubjectsNeeded = 2;   // sentences whose subject a name must be to count
constexpr std::size_t kSentencesRead = 400;  // enough to see how a word is spelled
constexpr std::size_t kPlainWords = 12;      // of titles
constexpr std::array kNameKeys = {"model_name", "name", "pretty_name", "model-name", "title"};
constexpr std::array<std::string_view, 26> kPredicates = {
    "is",       "are",      "was",          "has",      "have",  "can",      "supports",    "support",   "achieves",
    "achieve",  "performs", "shows",        "adopts",   "uses",  "exhibits", "outperforms", "surpasses", "excels",
    "provides", "offers",   "demonstrates", "features", "comes", "consists", "utilizes",    "employs"};

bool is_alpha(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> parts_of(std::string_view word) {
  std::vector<std::string> parts(1);
  for (const char c : to_lower(word)) {
    if (c == '-' || c == '_')
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

// A name without what tells versions, sizes and variants apart: its first part, and the second where that is a word of
// its own.
std::string key_of(std::string_view word, const std::vector<std::string>& variants) {
  const std::vector<std::string> parts = parts_of(word);
  std::size_t letters = 0;
  while (letters < parts[0].size() && !is_digit(parts[0][letters])) ++letters;
  std::string key = parts[0].substr(0, letters);
  if (key.size() < 2 || parts.size() < 2 || letters < parts[0].size()) return key;
  const std::string& second = parts[1];
  const bool word_of_its_own =
      second.size() >= 3 && std::all_of(second.begin(), second.end(), is_alpha) && !contains(variants, second);
  return word_of_its_own ? key + "-" + second : key;
}

// "v3", "r1": a letter or two and digits, but no size such as "7b".
bool is_version(std::string_view part) {
  return part.size() >= 2 && part.size() <= 5 && is_alpha(part[0]) && is_digit(part.back()) &&
         !(part.size() > 2 && is_alpha(part[1]) && is_alpha(part[2]));
}

// Does this word of a title name something? A capital or a digit inside shows it; any other is a name if running text
// spells it so too.
bool looks_made_up(std::string_view word) {
  return std::any_of(word.begin() + 1, word.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

struct Collector {
  const NameRules& rules;
  OwnNames names;
  std::vector<std::string> plain;  // capitalized words of titles, which running text must confirm

  void add(std::string_view word) {
    const std::string key = key_of(word, rules.variant_words);
    if (key.size() < 2 || contains(rules.not_names, key) || contains(rules.not_names, to_lower(word))) return;
    if (key.size() <= 3) {
      std::string spelled(word.substr(0, key.size()));
      if (!contains(names.exact, spelled)) names.exact.push_back(std::move(spelled));
    } else if (!contains(names.keys, key)) {
      names.keys.push_back(key);
    }
    for (const std::string& part : parts_of(word)) {
      if (is_version(part) && !contains(names.versions, part)) names.versions.push_back(part);
    }
  }
};

bool is_word_byte(char c) { return is_alpha(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; }

// The words of a title that look like names: they hold a capital letter.
void add_title(Collector& collector, std::string_view title) {
  for (std::size_t at = 0; at < title.size();) {
    std::size_t end = at;
    while (end < title.size() && is_word_byte(title[end])) ++end;
    std::string_view word = title.substr(at, end - at);
    while (!word.empty() && !is_alpha(word.back()) && !is_digit(word.back())) word.remove_suffix(1);
    if (!word.empty() && is_alpha(word.front()) && std::any_of(word.begin(), word.end(), is_upper)) {
      if (looks_made_up(word))
        collector.add(word);
      else if (!contains(collector.plain, word) && collector.plain.size() < kPlainWords)
        collector.plain.emplace_back(word);
    }
    // What follows a colon or a dash describes; the name stands before it.
    if (end < title.size() && title[end] == ':' && !(collector.names.empty() && collector.plain.empty())) return;
    at = std::max(end, at + 1);
  }
}

std::string_view first_word(std::string_view sentence, std::size_t& end) {
  if (sentence.substr(0, 4) == "The ")
    sentence.remove_prefix(end = 4);
  else
    end = 0;
  std::size_t length = 0;
  while (length < sentence.size() && is_word_byte(sentence[length])) ++length;
  end += length;
  return sentence.substr(0, length);
}

// Names that are the subject of several sentences: a text about a release has the release for its subject.
void count_subjects(const DocumentView& view, const NameRules& rules,
                    std::map<std::string, std::pair<std::size_t, std::string>>& counts) {
  for (const Sentence& sentence : view.document->sentences) {
    if (sentence.kind != BlockKind::Paragraph && sentence.kind != BlockKind::ListItem) continue;
    std::size_t end = 0;
    const std::string_view word = first_word(sentence.text, end);
    if (word.size() < 2 || !is_upper(word.front()) || contains(rules.not_names, to_lower(word))) continue;
    if (!looks_made_up(word)) continue;
    const std::string_view rest = trim(std::string_view(sentence.text).substr(end));
    const std::string_view next = rest.substr(0, rest.find(' '));
    if (std::find(kPredicates.begin(), kPredicates.end(), next) == kPredicates.end()) continue;
    auto& count = counts[key_of(word, rules.variant_words)];
    if (count.first++ == 0) count.second = word;
  }
}

void add_subjects(Collector& collector, const std::vector<DocumentView>& views) {
  std::map<std::string, std::pair<std::size_t, std::string>> counts;
  for (const DocumentView& view : views) {
    if (view.standing == Standing::Primary) count_subjects(view, collector.rules, counts);
  }
  std::size_t most = 0;
  for (const auto& [key, count] : counts) most = std::max(most, count.first);
  if (most < (collector.names.empty() ? 1 : kSubjectsNeeded)) return;
  for (const auto& [key, count] : counts) {
    if (count.first == most) collector.add(count.second);
  }
}

void add_front_matter(Collector& collector, const Document& document) {
  if (!document.front_matter) return;
  const data::Value& front = document.front_matter->value;
  for (const char* key : kNameKeys) {
    if (const data::Value* value = front.find(key)) add_title(collector, value->as_text());
  }
  const data::Value* index = front.find("model-index");
  if (index == nullptr) return;
  for (const data::Value& item : index->items) {
    if (const data::Value* name = item.find("name")) add_title(collector, name->as_text());
  }
}

// A plain word of a title, and how running text spells it where no sentence begins.
struct Spelling {
  std::string word;  // in lower case
  std::size_t capitalized = 0, lower = 0;
};

// Part of "lab/name-7b" or "name_7b": such words are spelled as files are.
bool is_path_byte(std::string_view text, std::size_t at) {
  return at < text.size() && (text[at] == '/' || text[at] == '_' || text[at] == '-' || text[at] == '@');
}

void count_spellings(std::string_view sentence, std::vector<Spelling>& spellings) {
  bool first = true;
  for (std::size_t at = 0; at < sentence.size();) {
    std::size_t end = at;
    while (end < sentence.size() && is_alpha(sentence[end])) ++end;
    if (end - at >= 2) {
      const std::string_view word = sentence.substr(at, end - at);
      for (Spelling& spelling : spellings) {
        if (first || spelling.word.size() != word.size() || !equals_ignoring_case(word, spelling.word)) continue;
        if (is_path_byte(sentence, end) || (at > 0 && is_path_byte(sentence, at - 1))) continue;
        ++(is_upper(word[0]) ? spelling.capitalized : spelling.lower);
      }
      first = false;
    }
    at = std::max(end, at + 1);
  }
}

// Of the plain words of titles, those that running text capitalizes in the midst of sentences are names.
void confirm_plain_words(Collector& collector, const std::vector<DocumentView>& views) {
  std::vector<Spelling> spellings;
  for (const std::string& word : collector.plain) spellings.push_back({to_lower(word), 0, 0});
  std::size_t sentences = 0;
  for (const DocumentView& view : views) {
    if (view.standing != Standing::Primary || spellings.empty()) continue;
    for (const Sentence& sentence : view.document->sentences) {
      const bool prose = sentence.kind == BlockKind::Paragraph || sentence.kind == BlockKind::ListItem;
      if (prose && sentences++ < kSentencesRead) count_spellings(sentence.text, spellings);
    }
  }
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    const Spelling& spelling = spellings[i];
    if (spelling.capitalized > 4 * spelling.lower || (spelling.lower == 0 && spellings.size() == 1))
      collector.add(collector.plain[i]);
  }
}

std::size_t depth_of(const DocumentView& view) {
  return static_cast<std::size_t>(std::count(view.document->path.begin(), view.document->path.end(), '/'));
}

// Titles of deeper documents name parts; where all documents lie deep, the shallowest count.
std::size_t shallowest(const std::vector<DocumentView>& views) {
  std::size_t least = SIZE_MAX;
  for (const DocumentView& view : views) {
    if (view.standing == Standing::Primary) least = std::min(least, depth_of(view));
  }
  return least;
}

void drop_bases(OwnNames& names, const std::vector<DocumentView>& views, const NameRules& rules) {
  std::set<std::string> bases;
  for (const DocumentView& view : views) {
    const data::Value* base =
        view.document->front_matter ? view.document->front_matter->value.find("base_model") : nullptr;
    if (base == nullptr) continue;
    for (const std::string& one : base->as_texts()) bases.insert(key_of(file_name(one), rules.variant_words));
  }
  std::vector<std::string> left;
  for (const std::string& key : names.keys) {
    if (bases.count(key) == 0) left.push_back(key);
  }
  if (!left.empty()) names.keys = std::move(left);
}

}  // namespace

bool OwnNames::is_own(std::string_view word) const {
  if (word.size() < 2 || empty()) return false;
  for (const std::string_view ending : {"'s", "\xe2\x80\x99s"}) {
    if (word.size() > ending.size() && word.substr(word.size() - ending.size()) == ending)
      word.remove_suffix(ending.size());
  }
  const std::string key = key_of(word, variants);
  if (contains(keys, key) || contains(versions, to_lower(word))) return true;
  return contains(exact, word.substr(0, key.size()));
}

bool OwnNames::is_name_of_another(std::string_view word) const {
  if (empty() || word.size() < 4 || !is_upper(word[0])) return false;
  std::size_t letters = 0;
  while (letters < word.size() && is_alpha(word[letters])) ++letters;
  const bool joined = letters < word.size() && word[letters] == '-';
  const bool versioned = std::any_of(word.begin(), word.end(), is_digit);
  return versioned && letters >= (joined ? 2U : 4U) && !is_own(word);
}

OwnNames own_names(const std::vector<DocumentView>& views, const NameRules& rules) {
  Collector collector{rules, {}, {}};
  collector.names.variants = rules.variant_words;
  const std::size_t top = shallowest(views);
  for (const DocumentView& view : views) {
    if (view.standing != Standing::Primary) continue;
    add_front_matter(collector, *view.document);
    if (depth_of(view) > top && !view.document->front_matter && !glob_match("*card*", view.document->path)) continue;
    std::size_t titles = 0;
    for (const Section& section : view.document->sections) {
      if (section.level == 0 || section.level > 2 || titles >= kTitles) continue;
      const auto known = [&] {
        return collector.names.keys.size() + collector.names.exact.size() + collector.plain.size();
      };
      const std::size_t before = known();
      add_title(collector, section.heading);
      if (known() != before) break;
      ++titles;
    }
  }
  confirm_plain_words(collector, views);
  add_subjects(collector, views);
  drop_bases(collector.names, views, rules);
  return collector.names;
}

}  // namespace aboveboard::detect
