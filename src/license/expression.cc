#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "license/license.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxBytes = 2000;

// expression = and-expression { OR and-expression } ; and-expression = simple { AND simple } ;
// simple = "(" expression ")" | license [ "+" ] [ WITH exception ]
struct Parser {
  std::vector<std::string> words;
  std::size_t at = 0;
  Expression result;
  std::string error;

  bool ended() const { return at >= words.size(); }
  bool take(std::string_view keyword) {
    if (ended() || !equals_ignoring_case(words[at], keyword)) return false;
    ++at;
    return true;
  }

  std::string parse_or(int depth);
  std::string parse_and(int depth);
  std::string parse_simple(int depth);
  std::string parse_license();
};

bool is_reference(std::string_view id) { return id.starts_with("LicenseRef-") || id.starts_with("DocumentRef-"); }

std::string Parser::parse_license() {
  std::string word = words[at++];
  bool later = word.size() > 1 && word.back() == '+';
  std::string id = word;
  if (later && find_entry(word) == nullptr) id.pop_back();
  const Entry* entry = find_entry(id);
  if (entry != nullptr) {
    id = entry->info.id;
    later = later && !word.empty() && current_spdx_id(word) == word;  // "GPL-2.0+" is an id of its own
  } else if (!is_reference(id)) {
    error = "no SPDX license id: " + word;
    return id;
  }
  if (std::find(result.ids.begin(), result.ids.end(), id) == result.ids.end()) result.ids.push_back(id);
  std::string text = later ? id + "+" : id;
  if (take("WITH")) {
    if (ended()) {
      error = "an exception must follow WITH";
      return text;
    }
    text += " WITH " + words[at++];
  }
  return text;
}

std::string Parser::parse_simple(int depth) {
  if (ended() || depth > kMaxDepth) {
    error = ended() ? "the expression ends where a license must stand" : "too many parentheses";
    return "";
  }
  if (!take("(")) return parse_license();
  std::string inner = parse_or(depth + 1);
  if (error.empty() && !take(")")) error = "a parenthesis is not closed";
  const bool compound = inner.find(" AND ") != std::string::npos || inner.find(" OR ") != std::string::npos;
  return compound ? "(" + inner + ")" : inner;
}

std::string Parser::parse_and(int depth) {
  std::string text = parse_simple(depth);
  while (error.empty() && take("AND")) text += " AND " + parse_simple(depth);
  return text;
}

std::string Parser::parse_or(int depth) {
  std::string text = parse_and(depth);
  while (error.empty() && take("OR")) {
    result.has_or = true;
    text += " OR " + parse_and(depth);
  }
  return text;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const auto flush = [&] {
    if (!word.empty()) words.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      flush();
    } else if (c == '(' || c == ')') {
      flush();
      words.emplace_back(1, c);
    } else {
      word.push_back(c);
    }
  }
  flush();
  return words;
}

}  // namespace

Result<Expression> parse_expression(std::string_view text) {
  if (text.size() > kMaxBytes) return fail(ErrorKind::LimitReached, "a license expression of more than 2000 bytes");
  Parser parser;
  parser.words = words_of(text);
  if (parser.words.empty()) return fail(ErrorKind::Malformed, "an empty license expression");
  parser.result.normalized = parser.parse_or(0);
  if (parser.error.empty() && !parser.ended()) parser.error = "an operator is missing before " + parser.words[parser.at];
  if (!parser.error.empty()) return fail(ErrorKind::Malformed, parser.error);
  return parser.result;
}

}  // namespace aboveboard::license
