// SPDX license expressions: a parser by recursive descent, with its depth bounded.
#include <algorithm>

#include "base/text.h"
#include "license/exceptions.h"
#include "license/license.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxBytes = 2000;
constexpr std::size_t kShownBytes = 60;  // of a wrong word in a message

using Classes = std::vector<LicenseClass>;

// A part of an expression as it is put together again.
struct Parsed {
  enum class Kind { Simple, And, Or };
  std::string text;
  Classes classes;
  Kind kind = Kind::Simple;
};

bool holds(const Classes& classes, LicenseClass c) { return std::find(classes.begin(), classes.end(), c) != classes.end(); }

// AND: all of both hold. What restricts in one restricts the whole; "unknown" stays, since the other half may restrict further.
Classes both(Classes a, const Classes& b) {
  for (const LicenseClass c : b) {
    if (!holds(a, c)) a.push_back(c);
  }
  return a;
}

// OR: the user picks. An open branch is the best; one that cannot be told may be better than one that restricts, so the choice cannot be told either.
Classes best_of(const Classes& a, const Classes& b) {
  if (all_open(a) || all_open(b)) {
    if (!all_open(b)) return a;
    if (!all_open(a)) return b;
    return *std::max_element(b.begin(), b.end()) < *std::max_element(a.begin(), a.end()) ? b : a;
  }
  if (holds(a, LicenseClass::Unknown) || holds(b, LicenseClass::Unknown) || a.empty() || b.empty()) return {LicenseClass::Unknown};
  const LicenseClass worst_a = *std::max_element(a.begin(), a.end()), worst_b = *std::max_element(b.begin(), b.end());
  return worst_b < worst_a || (worst_a == worst_b && b.size() < a.size()) ? b : a;
}

// idstring: letters, digits, "-" and "."
bool is_id_string(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
  });
}

// ["DocumentRef-" idstring ":"] PREFIX idstring, where PREFIX is "LicenseRef-" or "AdditionRef-".
bool is_reference(std::string_view word, std::string_view prefix) {
  constexpr std::string_view kDocument = "DocumentRef-";
  if (word.starts_with(kDocument)) {
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos || !is_id_string(word.substr(kDocument.size(), colon - kDocument.size()))) return false;
    word.remove_prefix(colon + 1);
  }
  return word.starts_with(prefix) && is_id_string(word.substr(prefix.size()));
}

bool is_operator(std::string_view word) { return equals_ignoring_case(word, "and") || equals_ignoring_case(word, "or") || equals_ignoring_case(word, "with"); }

// expression = and-expression { OR and-expression } ; and-expression = simple { AND simple } ;
// simple = "(" expression ")" | license [ WITH addition ] ; WITH binds before AND, AND before OR.
struct Parser {
  std::vector<std::string> words;
  std::size_t at = 0;
  std::vector<std::string> ids;
  bool has_or = false;
  ErrorKind kind = ErrorKind::Malformed;
  std::string error;

  bool ended() const { return at >= words.size(); }
  std::string here() const { return ended() ? "its end" : "\"" + std::string(clip_utf8(sanitize_utf8(words[at]), kShownBytes)) + "\""; }
  // Operators are all in capitals or all in small letters.
  bool take(std::string_view upper, std::string_view lower) {
    if (ended() || (words[at] != upper && words[at] != lower)) return false;
    ++at;
    return true;
  }
  void refuse(std::string why, ErrorKind what = ErrorKind::Malformed) {
    if (!error.empty()) return;
    error = std::move(why);
    kind = what;
  }

  Parsed parse_or(int depth);
  Parsed parse_and(int depth);
  Parsed parse_simple(int depth);
  Parsed parse_license();
  void parse_addition(Parsed& license);
};

Parsed Parser::parse_license() {
  const std::string& word = words[at];
  if (is_operator(word) || word == ")") return refuse("a license must stand before " + here()), Parsed{};
  if (is_reference(word, "LicenseRef-")) {
    const Entry* known = find_entry(word);
    Parsed parsed{known == nullptr ? word : known->info.id, known == nullptr ? Classes{LicenseClass::Unknown} : known->info.classes, Parsed::Kind::Simple};
    ++at;
    ids.push_back(parsed.text);
    return parsed;
  }
  // "GPL-2.0+" is an id of its own, deprecated; on any other id the plus means later versions too.
  const Entry* entry = find_entry(word);
  const bool later = entry == nullptr && word.size() > 1 && word.back() == '+';
  const std::string base = later ? word.substr(0, word.size() - 1) : word;
  if (later) entry = find_entry(base);
  if (entry == nullptr || word.find(" ") != std::string::npos || entry->info.spdx.empty()) return refuse("no SPDX license id: " + here()), Parsed{};
  // What a deprecated id stands for may hold an exception: the id is that of the license, and the exception stays in the text.
  const std::string_view current = current_spdx_id(base);
  const std::size_t with = current.find(" WITH ");
  Parsed parsed{entry->info.id, entry->info.classes, Parsed::Kind::Simple};
  if (later && parsed.text.ends_with("-only")) {
    const Entry* any = find_entry(parsed.text.substr(0, parsed.text.size() - 5) + "-or-later");
    if (any != nullptr) parsed.text = any->info.id;
  } else if (later && !parsed.text.ends_with("-or-later")) {
    parsed.text += "+";
  }
  ids.push_back(parsed.text.back() == '+' ? entry->info.id : parsed.text);
  if (with != std::string_view::npos) parsed.text += current.substr(with);
  ++at;
  return parsed;
}

void Parser::parse_addition(Parsed& license) {
  if (ended()) return refuse("an exception must follow WITH");
  const std::string_view known = exception_id(words[at]);
  if (known.empty() && !is_reference(words[at], "AdditionRef-")) return refuse("no SPDX exception id: " + here());
  license.text += " WITH " + (known.empty() ? words[at] : std::string(known));
  // Listed exceptions add permissions; what stands behind a reference may do anything.
  if (known.empty()) license.classes = both(license.classes, {LicenseClass::Unknown});
  ++at;
}

Parsed Parser::parse_simple(int depth) {
  if (ended()) return refuse("the expression ends where a license must stand"), Parsed{};
  if (words[at] != "(") {
    Parsed parsed = parse_license();
    if (error.empty() && take("WITH", "with")) parse_addition(parsed);
    return parsed;
  }
  if (depth >= kMaxDepth) return refuse("more than 32 parentheses are nested", ErrorKind::LimitReached), Parsed{};
  ++at;
  Parsed inner = parse_or(depth + 1);
  if (error.empty() && (ended() || words[at] != ")")) refuse("a parenthesis is not closed at " + here());
  ++at;
  return inner;
}

Parsed Parser::parse_and(int depth) {
  const auto grouped = [](const Parsed& part) { return part.kind == Parsed::Kind::Or ? "(" + part.text + ")" : part.text; };
  Parsed all = parse_simple(depth);
  while (error.empty() && take("AND", "and")) {
    const Parsed next = parse_simple(depth);
    all = {grouped(all) + " AND " + grouped(next), both(all.classes, next.classes), Parsed::Kind::And};
  }
  return all;
}

Parsed Parser::parse_or(int depth) {
  // AND binds closer; its parentheses are written all the same, for the reader.
  const auto grouped = [](const Parsed& part) { return part.kind == Parsed::Kind::And ? "(" + part.text + ")" : part.text; };
  Parsed any = parse_and(depth);
  while (error.empty() && take("OR", "or")) {
    const Parsed next = parse_and(depth);
    has_or = true;
    any = {grouped(any) + " OR " + grouped(next), best_of(any.classes, next.classes), Parsed::Kind::Or};
  }
  return any;
}

std::vector<std::string> words_in(std::string_view text) {
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
  parser.words = words_in(text);
  if (parser.words.empty()) return fail(ErrorKind::Malformed, "an empty license expression");
  Parsed parsed = parser.parse_or(0);
  if (parser.error.empty() && !parser.ended()) {
    const std::string& word = parser.words[parser.at];
    if (word == ")") parser.refuse("a parenthesis is closed that was not opened");
    else if (is_operator(word)) parser.refuse("operators are written in capitals or in small letters: " + parser.here());
    else parser.refuse("an operator is missing before " + parser.here());
  }
  if (!parser.error.empty()) return fail(parser.kind, parser.error);
  Expression expression{std::move(parsed.text), {}, std::move(parsed.classes), parser.has_or};
  for (std::string& id : parser.ids) {
    if (std::find(expression.ids.begin(), expression.ids.end(), id) == expression.ids.end()) expression.ids.push_back(std::move(id));
  }
  return expression;
}

}  // namespace aboveboard::license
