#include "detect/claims_lexicon.h"

#include <algorithm>

#include "base/text.h"

namespace aboveboard::detect {

namespace {

enum class Glyph { Letter, Joiner, Han, Comma, Colon, Dash, Stop, Question, Quotation, Apostrophe, Left, Right, Space };

struct Decoded {
  Glyph glyph = Glyph::Space;
  std::size_t bytes = 1;
};

Glyph ascii_glyph(char c) {
  if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '%') return Glyph::Letter;
  switch (c) {
    case '-':
      return Glyph::Dash;
    case '.':
      return Glyph::Stop;
    case '_':
    case '/':
    case '+':
    case '@':
      return Glyph::Joiner;
    case ',':
      return Glyph::Comma;
    case ':':
      return Glyph::Colon;
    case ';':
    case '!':
    case '|':
      return Glyph::Stop;
    case '?':
      return Glyph::Question;
    case '"':
      return Glyph::Quotation;
    case '\'':
      return Glyph::Apostrophe;
    case '(':
    case '[':
      return Glyph::Left;
    case ')':
    case ']':
      return Glyph::Right;
    default:
      return Glyph::Space;
  }
}

Glyph wide_glyph(std::uint32_t point) {
  switch (point) {
    case 0xFF0C:
    case 0x3001:
      return Glyph::Comma;
    case 0xFF1A:
      return Glyph::Colon;
    case 0x3002:
    case 0xFF1B:
    case 0xFF01:
      return Glyph::Stop;
    case 0xFF1F:
      return Glyph::Question;
    case 0x201C:
    case 0x201D:
    case 0x300C:
    case 0x300D:
    case 0x300E:
    case 0x300F:
      return Glyph::Quotation;
    case 0x2018:
    case 0x2019:
      return Glyph::Apostrophe;
    case 0xFF08:
      return Glyph::Left;
    case 0xFF09:
      return Glyph::Right;
    case 0x2010:
    case 0x2011:
      return Glyph::Dash;
    case 0x2013:
    case 0x2014:
      return Glyph::Colon;
    default:
      break;
  }
  if ((point >= 0x3040 && point <= 0x30FF) || (point >= 0x3400 && point <= 0x9FFF) ||
      (point >= 0xF900 && point <= 0xFAFF))
    return Glyph::Han;
  if ((point >= 0xC0 && point <= 0x1FFF) || (point >= 0xAC00 && point <= 0xD7A3)) return Glyph::Letter;
  return Glyph::Space;
}

// Sentences are valid UTF-8 (Document); a byte that is not counts as a space.
Decoded decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned lead = byte(at);
  if (lead < 0x80) return {ascii_glyph(text[at]), 1};
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (bytes == 1 || at + bytes > text.size()) return {Glyph::Space, 1};
  if (bytes == 4) return {Glyph::Space, 4};
  const std::uint32_t tail = byte(at + 1) & 0x3FU;
  if (bytes == 2) return {wide_glyph(((lead & 0x1FU) << 6U) | tail), 2};
  return {wide_glyph(((lead & 0x0FU) << 12U) | (tail << 6U) | (byte(at + 2) & 0x3FU)), 3};
}

WordClass class_of(Glyph glyph) {
  switch (glyph) {
    case Glyph::Comma:
      return kComma;
    case Glyph::Colon:
    case Glyph::Dash:
      return kColon;
    case Glyph::Stop:
      return kStop;
    case Glyph::Question:
      return kQuestion;
    case Glyph::Quotation:
      return kQuotation;
    case Glyph::Left:
      return kLeft;
    case Glyph::Right:
      return kRight;
    default:
      return kOther;
  }
}

bool joins(Glyph glyph) {
  return glyph == Glyph::Dash || glyph == Glyph::Joiner || glyph == Glyph::Stop || glyph == Glyph::Apostrophe;
}

// The end of the word that begins at `at`: letters, with single marks between them ("v2.5", "text-to-image").
std::size_t word_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size()) {
    const Decoded here = decode(text, end);
    if (here.glyph == Glyph::Letter) {
      end += here.bytes;
      continue;
    }
    const bool bar = text[end] == '|' || text[end] == '!' || text[end] == ';';
    if (end == at || bar || !joins(here.glyph) || end + here.bytes >= text.size()) break;
    if (decode(text, end + here.bytes).glyph != Glyph::Letter) break;
    end += here.bytes;
  }
  return end;
}

// In lower case, with plain hyphens and apostrophes, without a possessive ending.
std::string plain_word(std::string_view word) {
  std::string plain;
  for (std::size_t i = 0; i < word.size();) {
    const Decoded here = decode(word, i);
    if (here.bytes == 3 && here.glyph == Glyph::Dash)
      plain += '-';
    else if (here.glyph == Glyph::Apostrophe)
      plain += '\'';
    else
      plain += to_lower(word.substr(i, here.bytes));
    i += here.bytes;
  }
  return plain;
}

bool is_han_phrase(std::string_view phrase) { return !phrase.empty() && decode(phrase, 0).glyph == Glyph::Han; }

}  // namespace

struct Lexicon::Token {
  std::string word;  // in lower case; "" for punctuation and characters
  Glyph glyph = Glyph::Letter;
  std::size_t begin = 0, end = 0;
};

void Lexicon::add(std::string_view phrase, WordClass word_class) {
  if (is_han_phrase(phrase)) {
    auto& entries = characters_[std::string(phrase.substr(0, decode(phrase, 0).bytes))];
    if (std::any_of(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == phrase; })) return;
    entries.emplace_back(phrase, word_class);
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    return;
  }
  std::vector<std::string> words;
  if (phrase == "&") words.emplace_back("&");
  for (const Token& token : cut(phrase)) {
    if (!token.word.empty()) words.push_back(token.word);
  }
  if (words.empty()) return;
  auto& entries = words_[words.front()];
  words.erase(words.begin());
  if (std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.rest == words; })) return;
  entries.push_back({std::move(words), word_class});
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.rest.size() > b.rest.size(); });
}

std::vector<Lexicon::Token> Lexicon::cut(std::string_view sentence) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sentence.size();) {
    const Decoded here = decode(sentence, at);
    if (here.glyph == Glyph::Letter) {
      const std::size_t end = word_end(sentence, at);
      tokens.push_back({plain_word(sentence.substr(at, end - at)), Glyph::Letter, at, end});
      at = end;
      continue;
    }
    if (sentence[at] == '&')
      tokens.push_back({"&", Glyph::Letter, at, at + 1});
    else if (here.glyph != Glyph::Space && here.glyph != Glyph::Joiner && here.glyph != Glyph::Apostrophe)
      tokens.push_back({"", here.glyph, at, at + here.bytes});
    at += here.bytes;
  }
  return tokens;
}

const Lexicon::Entry* Lexicon::longest(const std::vector<Token>& tokens, std::size_t at) const {
  const auto found = words_.find(tokens[at].word);
  if (found == words_.end()) return nullptr;
  for (const Entry& entry : found->second) {
    if (entry.rest.size() >= tokens.size() - at) continue;
    bool same = true;
    for (std::size_t i = 0; i < entry.rest.size() && same; ++i) same = tokens[at + 1 + i].word == entry.rest[i];
    if (same) return &entry;
  }
  return nullptr;
}

// How many bytes the longest phrase at `at` takes; 0 where none is known.
std::size_t Lexicon::longest_han(std::string_view sentence, std::size_t at, WordClass& word_class) const {
  const auto found = characters_.find(sentence.substr(at, decode(sentence, at).bytes));
  if (found == characters_.end()) return 0;
  for (const auto& [phrase, phrase_class] : found->second) {
    if (sentence.substr(at, phrase.size()) != phrase) continue;
    word_class = phrase_class;
    return phrase.size();
  }
  return 0;
}

std::vector<Word> Lexicon::read(std::string_view sentence, const OwnNames& names) const {
  const std::vector<Token> tokens = cut(sentence);
  std::vector<Word> words;
  words.reserve(tokens.size());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.glyph == Glyph::Han) {
      WordClass word_class = kHan;
      std::size_t end = token.begin + longest_han(sentence, token.begin, word_class);
      end = std::max(end, token.end);
      words.push_back({word_class, token.begin, end});
      while (i + 1 < tokens.size() && tokens[i + 1].begin < end) ++i;
      continue;
    }
    if (token.word.empty()) {
      words.push_back({class_of(token.glyph), token.begin, token.end});
      continue;
    }
    if (names.is_own(sentence.substr(token.begin, token.end - token.begin))) {
      words.push_back({kOwn, token.begin, token.end});
      continue;
    }
    if (const Entry* entry = longest(tokens, i)) {
      words.push_back({entry->word_class, token.begin, tokens[i + entry->rest.size()].end});
      i += entry->rest.size();
      continue;
    }
    const bool name = names.is_name_of_another(sentence.substr(token.begin, token.end - token.begin));
    words.push_back({name ? kName : kOther, token.begin, token.end});
  }
  return words;
}

}  // namespace aboveboard::detect
