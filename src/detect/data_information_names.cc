#include "detect/data_information_names.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "detect/data_information_rules.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kNameWords = 6;    // of one name
constexpr std::size_t kNamesInRow = 40;  // of one enumeration
constexpr std::size_t kFillers = 12;     // plain words before the first name: "an 800 GB subset of the"
constexpr std::size_t kNameBytes = 80;

bool upper(char c) { return c >= 'A' && c <= 'Z'; }
bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return upper(c) || lower(c); }
bool in_name(char c) { return letter(c) || digit(c) || c == '-' || c == '_' || c == '.' || c == '/' || c == '+' || c == '\''; }

enum class Kind { Word, Comma, And, Open, Close, Stop };

struct Token {
  Kind kind = Kind::Word;
  std::size_t begin = 0, end = 0;
};

std::vector<Token> tokens_of(std::string_view text, std::size_t from) {
  std::vector<Token> tokens;
  std::size_t at = from;
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ') {
      ++at;
      continue;
    }
    Token token{Kind::Stop, at, at + 1};
    if (in_name(c)) {
      while (token.end < text.size() && in_name(text[token.end])) ++token.end;
      // A full stop or a dash at the end is not of the name.
      std::size_t end = token.end;
      while (end > token.begin && (text[end - 1] == '.' || text[end - 1] == '-' || text[end - 1] == '\'' || text[end - 1] == '/')) --end;
      const bool stopped = end < token.end;
      token.kind = Kind::Word;
      token.end = std::max(end, token.begin + 1);
      if (end == token.begin) token.kind = Kind::Stop;
      else if (const std::string word = to_lower(text.substr(token.begin, token.end - token.begin)); word == "and" || word == "or" || word == "plus") token.kind = Kind::And;
      tokens.push_back(token);
      at = token.end;
      if (stopped && token.kind != Kind::Stop) {
        tokens.push_back({Kind::Stop, at, at + 1});
        ++at;
      }
      continue;
    }
    if (c == ',') token.kind = Kind::Comma;
    if (c == '&') token.kind = Kind::And;
    if (c == '(' || c == '[') token.kind = Kind::Open;
    if (c == ')' || c == ']') token.kind = Kind::Close;
    tokens.push_back(token);
    ++at;
  }
  return tokens;
}

std::string_view word(std::string_view text, const Token& token) { return text.substr(token.begin, token.end - token.begin); }

bool is_no_name(std::string_view one) {
  const auto& words = data_rules().sources.not_names;
  const std::string lower_case = to_lower(one);
  return std::binary_search(words.begin(), words.end(), lower_case);
}

// "1,000B", "800GB", "14.8T": a number with its unit.
bool is_amount(std::string_view one) {
  if (!digit(one.front())) return false;
  std::size_t at = 0;
  while (at < one.size() && (digit(one[at]) || one[at] == '.')) ++at;
  return one.size() - at <= 3;
}

bool may_name(std::string_view one) {
  if (one.size() < 2 || is_amount(one) || is_no_name(one)) return false;
  return upper(one.front()) || has_shape_of_name(one);
}

// The kind word ("corpus") that begins at this byte, in letters of any case; its length.
std::size_t kind_word(std::string_view sentence, std::size_t at) {
  while (at < sentence.size() && sentence[at] == ' ') ++at;
  for (const std::string& kind : data_rules().sources.kinds) {
    if (!equals_ignoring_case(sentence.substr(at, kind.size()), kind)) continue;
    const std::size_t end = at + kind.size();
    if (end >= sentence.size() || !letter(sentence[end]) || static_cast<unsigned char>(kind.front()) >= 0x80) return end;
  }
  return 0;
}

bool is_kind(std::string_view one) {
  const auto& kinds = data_rules().sources.kinds;
  return std::any_of(kinds.begin(), kinds.end(), [&](const std::string& kind) { return equals_ignoring_case(one, kind); });
}

// A run of words that may be one name, from `at` on; behind it.
std::size_t name_end(std::string_view text, const std::vector<Token>& tokens, std::size_t at) {
  std::size_t end = at;
  while (end < tokens.size() && end - at < kNameWords && tokens[end].kind == Kind::Word) {
    const std::string_view one = word(text, tokens[end]);
    const bool number = end > at && digit(one.front()) && one.size() <= 5;  // "Alpha 2", "Alpha 2.0"
    if (!may_name(one) && !number && !(end > at && upper(one.front()) && is_kind(one))) break;
    ++end;
  }
  return end;
}

NameInText name_of(std::string_view text, const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  const std::size_t from = tokens[begin].begin, to = tokens[end - 1].end;
  return {std::string(text.substr(from, to - from)), from, to};
}

bool any_shape(std::string_view name) {
  const std::vector<std::string> words = split(name, ' ');
  return (words.size() > 1 && is_kind(words.back())) || std::any_of(words.begin(), words.end(), has_shape_of_name);
}

// Behind a parenthesis that opens at `at`; where it does not close, the end.
std::size_t behind_parenthesis(const std::vector<Token>& tokens, std::size_t at) {
  while (at < tokens.size() && tokens[at].kind != Kind::Close) ++at;
  return std::min(at + 1, tokens.size());
}

}  // namespace

bool has_shape_of_name(std::string_view one) {
  if (one.size() < 2 || is_amount(one)) return false;
  if (is_no_name(one)) return false;
  bool inner_capital = false, has_digit = false, has_letter = false, has_lower = false;
  std::size_t capitals = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    has_letter = has_letter || letter(one[i]);
    has_lower = has_lower || lower(one[i]);
    if (digit(one[i]) && has_letter) has_digit = true;
    if (upper(one[i])) ++capitals;
    if (upper(one[i]) && i > 0 && lower(one[i - 1])) inner_capital = true;
  }
  if (!has_letter) return false;
  const bool capitals_alone = capitals >= 3 && !has_lower;
  return inner_capital || capitals_alone || (has_digit && capitals > 0) || (has_digit && one.find('-') != std::string_view::npos && has_lower) || (capitals >= 2 && one.find('-') != std::string_view::npos);
}

std::vector<NameInText> names_after(std::string_view sentence, std::size_t from) {
  const std::vector<Token> tokens = tokens_of(sentence, from);
  std::vector<NameInText> names;
  std::size_t at = 0, fillers = 0;
  bool sure = false;
  while (at < tokens.size() && names.size() < kNamesInRow) {
    const Token& token = tokens[at];
    if (token.kind == Kind::Stop) break;
    if (token.kind == Kind::Open) {
      at = behind_parenthesis(tokens, at);
      continue;
    }
    if (token.kind != Kind::Word) {
      ++at;
      continue;
    }
    const std::size_t end = name_end(sentence, tokens, at);
    if (end == at) {
      // Plain words may stand before the first name, and an article or two before the next.
      const std::string_view plain = word(sentence, token);
      if (names.empty() ? ++fillers > kFillers : !is_no_name(plain) && !is_kind(plain)) break;
      ++at;
      continue;
    }
    NameInText name = name_of(sentence, tokens, at, end);
    if (name.name.size() <= kNameBytes) {
      sure = sure || any_shape(name.name) || kind_word(sentence, name.end) != 0;
      names.push_back(std::move(name));
    }
    at = end;
  }
  if (!sure) names.clear();
  return names;
}

std::vector<NameInText> names_of_kind(std::string_view sentence) {
  const std::vector<Token> tokens = tokens_of(sentence, 0);
  std::vector<NameInText> names;
  for (std::size_t at = 0; at < tokens.size() && names.size() < kNamesInRow;) {
    const std::size_t end = tokens[at].kind == Kind::Word ? name_end(sentence, tokens, at) : at;
    if (end == at) {
      ++at;
      continue;
    }
    NameInText name = name_of(sentence, tokens, at, end);
    const std::size_t kind_end = kind_word(sentence, name.end);
    const std::string_view upto = sentence.substr(0, kind_end);
    const bool before = kind_end != 0 && !upto.ends_with("sets") && !upto.ends_with("corpora");  // "the Alpha datasets" are several
    const bool inside = end - at > 1 && is_kind(word(sentence, tokens[end - 1]));
    // "... dataset (ALP-12)"
    const bool behind = at >= 2 && tokens[at - 1].kind == Kind::Open && tokens[at - 2].kind == Kind::Word && is_kind(word(sentence, tokens[at - 2])) && end < tokens.size() && tokens[end].kind == Kind::Close;
    const bool shaped = any_shape(name.name.substr(0, inside ? name.name.rfind(' ') : std::string::npos));
    // A plain word in capitals at the beginning is how a sentence begins.
    const bool plain_word = at > 0 && end - at <= 2;
    if (name.name.size() <= kNameBytes && (((before || behind) && (shaped || plain_word)) || (inside && (shaped || at > 0)))) names.push_back(std::move(name));
    at = end;
  }
  return names;
}

namespace {

// The name with which a text begins, behind an article; empty where it begins with none.
NameInText first_name(std::string_view text) {
  const std::vector<Token> tokens = tokens_of(text, 0);
  std::size_t at = 0;
  while (at < tokens.size() && at < 2 && tokens[at].kind == Kind::Word && (equals_ignoring_case(word(text, tokens[at]), "the") || equals_ignoring_case(word(text, tokens[at]), "a"))) ++at;
  const std::size_t end = at < tokens.size() ? name_end(text, tokens, at) : at;
  if (end == at) return {};
  NameInText name = name_of(text, tokens, at, end);
  return name.name.size() <= kNameBytes ? name : NameInText{};
}

}  // namespace

std::string name_at_begin(std::string_view text) {
  const NameInText name = first_name(text);
  return !name.name.empty() && (any_shape(name.name) || kind_word(text, name.end) != 0) ? name.name : std::string();
}

std::string name_defined(std::string_view sentence, std::string_view lower) {
  const NameInText name = first_name(sentence);
  if (name.name.empty()) return {};
  const std::string_view rest = lower.substr(name.end);
  return find_in(data_rules().sources.defined, rest, rest) ? name.name : std::string();
}

}  // namespace aboveboard::detect
