#include "license/normalize.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/limits.h"
#include "license/markup.h"
#include "license/spelling.h"
#include "license/word_set.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kCopyrightLine = 30;  // tokens of a copyright line at most
constexpr std::size_t kShortLine = 6;      // tokens of a line that runs on into no other: a title, a name

// Letters and digits in lower case; 0 for every other byte.
constexpr std::array<unsigned char, 256> kFolded = [] {
  std::array<unsigned char, 256> folded{};
  for (unsigned char c = '0'; c <= '9'; ++c) folded[c] = c;
  for (unsigned char c = 'a'; c <= 'z'; ++c) folded[c] = c, folded[c - 'a' + 'A'] = c;
  return folded;
}();

// ASCII signs that stand between words and mean nothing there.
constexpr std::array<bool, 256> kBetween = [] {
  std::array<bool, 256> between{};
  for (unsigned c = 0; c < 0x80; ++c) between[c] = kFolded[c] == 0;
  for (const char c : {'\n', '\r', '<', '&', '[', '{', ']', '@', '\''}) between[static_cast<unsigned char>(c)] = false;
  return between;
}();

bool is_ascii_word(unsigned char c) { return kFolded[c] != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Scripts that are written without spaces: one token a character.
bool is_ideographic(std::int32_t c) {
  return (c >= 0x3040 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

bool is_apostrophe(std::int32_t c) { return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc; }

bool is_letter(std::int32_t c) {
  const utf8proc_category_t category = utf8proc_category(c);
  return category <= UTF8PROC_CATEGORY_ME || category == UTF8PROC_CATEGORY_ND;
}

// Appends `c` to `word`, compatibility-decomposed, case-folded and without marks.
void append_folded(std::int32_t c, std::string& word) {
  std::array<utf8proc_int32_t, 16> parts{};
  int boundary = 0;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  const utf8proc_ssize_t count = utf8proc_decompose_char(c, parts.data(), parts.size(), options, &boundary);
  for (utf8proc_ssize_t i = 0; i < std::min<utf8proc_ssize_t>(count, parts.size()); ++i) {
    const std::int32_t part = parts[static_cast<std::size_t>(i)];
    if (!is_letter(part) || is_apostrophe(part)) continue;  // a sign that decomposes into a blank or an apostrophe, and a letter
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t length = utf8proc_encode_char(parts[static_cast<std::size_t>(i)], bytes.data());
    for (utf8proc_ssize_t b = 0; b < length; ++b) word.push_back(static_cast<char>(bytes[static_cast<std::size_t>(b)]));
  }
}

struct CodePoint {
  std::int32_t value = -1;  // -1 where the bytes are not valid
  std::size_t length = 1;
};

CodePoint decode(std::string_view text, std::size_t at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 0x80) return {byte, 1};
  utf8proc_int32_t value = -1;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const utf8proc_ssize_t length = utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(std::min<std::size_t>(4, text.size() - at)), &value);
  return length > 0 ? CodePoint{value, static_cast<std::size_t>(length)} : CodePoint{};
}

// The end of the word that begins at `at`, or `at` where none does. Appends its folded spelling to `word` unless that is nullptr.
std::size_t read_word(std::string_view text, std::size_t at, std::string* word) {
  const std::size_t begin = at;
  while (at < text.size()) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80 && is_ascii_word(byte)) {
      if (word != nullptr) word->push_back(lower(text[at]));
      ++at;
      continue;
    }
    if (byte < 0x80 && byte != '\'') break;
    const CodePoint c = decode(text, at);
    if (c.value < 0) break;
    if (is_apostrophe(c.value)) {
      const std::size_t next = at + c.length;
      if (at == begin || next >= text.size() || !is_ascii_word(static_cast<unsigned char>(text[next]))) break;
      at = next;
      continue;
    }
    if (is_ideographic(c.value)) {
      if (at == begin) {
        if (word != nullptr) append_folded(c.value, *word);
        return at + c.length;
      }
      break;
    }
    if (!is_letter(c.value)) break;
    if (word != nullptr) append_folded(c.value, *word);
    at += c.length;
  }
  return at;
}

bool is_roman(std::string_view word) {
  return word.size() <= 4 && std::all_of(word.begin(), word.end(), [](char c) { return lower(c) == 'i' || lower(c) == 'v' || lower(c) == 'x'; });
}

// Words that are asked for by hash.
constexpr std::uint64_t kVersionWord = hash64("version"), kVWord = hash64("v"), kCWord = hash64("c"), kAllWord = hash64("all"), kReservedWord = hash64("reserved"),
                        kCopyrightWord = hash64("copyright"), kPortionsWord = hash64("portions");

struct Reader {
  std::string_view text;
  std::vector<Token> tokens;
  bool line_start = true;       // no token yet on this line
  std::size_t line_first = 0;   // index of the line's first token
  bool after_break = true;      // the line before is blank, short, a copyright line, or ends a sentence: it does not run on into this one
  std::size_t blank_end = 0;    // of the last blank in brackets
  std::size_t held_first = 0, held_end = 0;  // a copyright line that may yet turn out to run on into the next
  std::string word;

  bool looks_like_enumerator(std::size_t begin, std::size_t end) const {
    if (end - begin > 4) return false;
    const std::string_view token = text.substr(begin, end - begin);
    const bool number = token.size() <= 2 && std::all_of(token.begin(), token.end(), is_digit);
    if (!number && token.size() != 1 && !is_roman(token)) return false;
    const char before = begin > 0 ? text[begin - 1] : '\n';
    const char after = end < text.size() ? text[end] : '\n';
    if (before == '(' && after == ')') return true;
    if (!tokens.empty() && (tokens.back().hash == kVersionWord || tokens.back().hash == kVWord)) return false;
    if (line_start) {
      if (after == '.' && end + 1 < text.size() && is_digit(text[end + 1])) return number && numbering_ends(end);
      return after == '.' || after == ')' || after == ']' || after == '\\';
    }
    const bool continues = number && before == '.' && !tokens.empty() && (tokens.back().flags & kEnumerator) != 0 && tokens.back().end + 1 == begin;
    return continues;
  }

  // "2.1.3 " at the start of a line: is the run of numbers followed by a blank?
  bool numbering_ends(std::size_t at) const {
    std::size_t steps = 0;
    while (at < text.size() && (is_digit(text[at]) || text[at] == '.') && steps < 10) ++at, ++steps;
    return at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == ')');
  }

  void add(std::size_t begin, std::size_t end, std::uint64_t hash) {
    Token token;
    token.hash = hash;
    token.begin = static_cast<std::uint32_t>(begin);
    token.end = static_cast<std::uint32_t>(end);
    if (looks_like_enumerator(begin, end)) token.flags |= kEnumerator;
    if (text[begin] >= 'A' && text[begin] <= 'Z') token.flags |= kCapital;
    if (begin < blank_end) token.flags |= kPlaceholder;
    if (line_start) {
      token.flags |= kLineStart;
      line_first = tokens.size();
    }
    line_start = false;
    tokens.push_back(token);
  }

  bool ends_sentence(const Token& last) const {
    for (std::size_t at = last.end; at < std::min<std::size_t>(text.size(), last.end + 3) && text[at] != '\n'; ++at) {
      if (text[at] == '.' || text[at] == ':' || text[at] == ';') return true;
    }
    return false;
  }
  bool is_copyright_line(std::size_t count) const;
  void end_line();
  std::size_t step(std::size_t at);
};

// Marks the tokens of a copyright line: "Copyright (c) 2024 Someone", "(c) <year> <holder>", "All rights reserved.". What makes it one must
// follow at once, and no sentence may run on into it or out of it: one that a line break cut before "copyright", or a list item "(c)", is left alone.
void Reader::end_line() {
  const std::size_t count = line_start || tokens.size() <= line_first ? 0 : tokens.size() - line_first;
  line_start = true;
  const bool marks = (after_break || held_end != 0) && count != 0 && count <= kCopyrightLine && is_copyright_line(count);
  const bool runs_on = count != 0 && !marks && !after_break;
  for (std::size_t i = held_first; !runs_on && i < held_end; ++i) tokens[i].flags |= kCopyright;
  after_break = count <= kShortLine || ends_sentence(tokens.back());
  held_first = marks ? line_first : 0;
  held_end = marks ? tokens.size() : 0;
}

bool Reader::is_copyright_line(std::size_t count) const {
  const Token* line = &tokens[line_first];
  // A line that limits anybody says more than whose the work is.
  if (std::any_of(line, line + count, [](const Token& token) { return among(kLimitWords, token.hash); })) return false;
  const auto before = [this](const Token& t, std::string_view sign) { return t.begin >= sign.size() && text.substr(t.begin - sign.size(), sign.size()) == sign; };
  const auto is_year = [this](const Token& t) { return t.end - t.begin == 4 && is_digit(text[t.begin]) && is_digit(text[t.end - 1]); };
  const auto is_sign = [&](const Token& t) { return t.hash == kCWord && before(t, "(") && t.end < text.size() && text[t.end] == ')'; };
  const auto after_sign = [&](const Token& t) { return before(t, "\xc2\xa9") || before(t, "\xc2\xa9 "); };
  const auto is_blank = [&](const Token& t) { return before(t, "<") || before(t, "[") || before(t, "{"); };
  const auto opens = [&](const Token& t) { return is_year(t) || is_sign(t) || after_sign(t) || is_blank(t); };
  if (after_sign(line[0])) return true;
  if (count == 3 && line[0].hash == kAllWord && line[2].hash == kReservedWord) return held_end != 0;
  bool marks = false;
  if (is_sign(line[0])) {
    for (std::size_t i = 1; i < std::min<std::size_t>(count, 4); ++i) marks = marks || is_year(line[i]) || is_blank(line[i]) || line[i].hash == kCopyrightWord;
  } else if (line[0].hash == kCopyrightWord || line[0].hash == kPortionsWord) {
    marks = (count >= 2 && opens(line[1])) || (count >= 3 && line[0].hash == kPortionsWord && opens(line[2]));
    for (std::size_t i = 0; i < count && count <= 8; ++i) marks = marks || is_year(line[i]);
  }
  return marks;
}

std::size_t Reader::step(std::size_t at) {
  const char c = text[at];
  if (c == '\n' || c == '\r') {
    end_line();
    return at + 1;
  }
  if (c == '<' || c == '&') {
    const std::size_t end = markup_end(text, at);
    if (end != at) return end;
  }
  if (c == '<' || c == '[' || c == '{') blank_end = std::max(blank_end, placeholder_end(text, at));
  if (c == ']') {
    const std::size_t end = link_target_end(text, at);
    if (end != at) return end;
  }
  if ((lower(c) == 'h' || lower(c) == 'w') && starts_address(text, at) && (at == 0 || !is_ascii_word(static_cast<unsigned char>(text[at - 1])))) {
    return address_end(text, at);
  }
  if (c == '@' && at > 0 && !tokens.empty() && tokens.back().end == at) {
    tokens.pop_back();  // the first half of an e-mail address
    return address_end(text, at);
  }
  // Nearly every word is plain ASCII: hashed as it is read.
  std::uint64_t hash = kHashSeed;
  std::size_t end = at;
  const char* bytes = text.data();
  for (const std::size_t size = text.size(); end < size; ++end) {
    const unsigned char folded = kFolded[static_cast<unsigned char>(bytes[end])];
    if (folded == 0) break;
    hash = hash_byte(hash, folded);
  }
  const bool plain = end == text.size() || (static_cast<unsigned char>(text[end]) < 0x80 && text[end] != '\'');
  if (plain && end != at) {
    add(at, end, end - at < kShortestVariant ? hash : fold_spelling(hash));
    return end;
  }
  if (plain) return at + 1;
  word.clear();
  end = read_word(text, at, &word);
  if (end == at) return at + std::max<std::size_t>(1, decode(text, at).length);
  if (!word.empty()) {
    fold_spelling(word);
    add(at, end, hash64(word));
  }
  return end;
}

}  // namespace

std::vector<Token> normalize(std::string_view text) {
  Reader reader;
  reader.text = text.substr(0, static_cast<std::size_t>(limits::kDocumentBytes));
  reader.tokens.reserve(reader.text.size() / 6 + 8);
  std::size_t at = 0;
  const char* bytes = reader.text.data();
  for (const std::size_t size = reader.text.size(); at < size;) {
    if (kBetween[static_cast<unsigned char>(bytes[at])]) {
      ++at;
    } else {
      at = reader.step(at);
    }
  }
  reader.end_line();
  reader.end_line();  // the end of the text is a blank line
  return std::move(reader.tokens);
}

std::string token_word(std::string_view text, const Token& token) {
  std::string word;
  read_word(text.substr(0, token.end), token.begin, &word);
  fold_spelling(word);
  return word;
}

std::uint64_t word_hash(std::string_view word) {
  std::string folded;
  read_word(word, 0, &folded);
  fold_spelling(folded);
  return hash64(folded);
}

std::vector<Token> substantive(const std::vector<Token>& tokens) {
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  std::copy_if(tokens.begin(), tokens.end(), std::back_inserter(kept), [](const Token& token) { return (token.flags & kCopyright) == 0; });
  return kept;
}

namespace {
constexpr std::uint64_t kStreamSeed = 0x9e3779b97f4a7c15ull;
std::uint64_t add_to_stream(std::uint64_t stream, std::uint64_t hash) { return mix64(stream ^ hash) + 0x632be59bd9b4e019ull; }
}  // namespace

std::uint64_t substantive_hash(const std::vector<Token>& tokens) {
  std::uint64_t hash = kStreamSeed;
  for (const Token& token : tokens) {
    if ((token.flags & kCopyright) == 0) hash = add_to_stream(hash, token.hash);
  }
  return hash;
}

std::uint64_t stream_hash(const Token* first, const Token* last) {
  std::uint64_t hash = kStreamSeed;
  for (; first != last; ++first) hash = add_to_stream(hash, first->hash);
  return hash;
}

}  // namespace aboveboard::license
