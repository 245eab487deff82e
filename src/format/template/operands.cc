// What stands by itself in an expression of Jinja: names, texts, numbers, lists and maps.
#include <charconv>

#include "base/limits.h"
#include "format/template/analyzer.h"
#include "format/template/words.h"

namespace aboveboard::format {
namespace {

double number_of(std::string_view spelled) {
  std::string digits;
  for (const char c : spelled) {
    if (c != '_') digits.push_back(c);
  }
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0') {
    const char kind = static_cast<char>(digits[1] | 0x20);
    base = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 10;
  }
  double value = 0;
  if (base == 10) {
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return result.ec == std::errc::result_out_of_range ? 1e300 : value;
  }
  for (const char c : digits.substr(2)) {
    const int digit = c >= '0' && c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    value = value * base + digit;
  }
  return value;
}

}  // namespace

std::string path_to(std::string_view from, std::string_view name) {
  std::string path = std::string(from) + "." + std::string(name);
  return path.size() > 200 ? path.substr(path.size() - 200) : path;
}

Folded Analyzer::unary(bool with_filter) {
  if (++depth_ > limits::kTemplateDepth) fail("expressions are nested too deep");
  Folded value;
  const std::size_t begin = now().begin;
  if (failed()) {
    --depth_;
    return value;
  }
  if (is("-") || is("+")) {
    const bool minus = is("-");
    next();
    value = unary(false);
    if (minus && value.number) value.number = -*value.number;
  } else {
    value = primary();
  }
  value = postfix(std::move(value), begin);
  if (with_filter) value = filters(std::move(value), begin);
  --depth_;
  return value;
}

Folded Analyzer::primary() {
  const Token token = now();
  if (token.kind == TokenKind::Name) return name_value();
  if (token.kind == TokenKind::String) return string_literal();
  if (token.kind == TokenKind::Number) {
    next();
    return number_value(number_of(token.text));
  }
  if (accept("(")) {
    Folded value;
    value.list = true;
    if (!is(")")) value = tuple();
    expect(")");
    value.form = value.form == Folded::Form::Literal ? Folded::Form::Literal : value.form;
    return value;
  }
  if (is("[")) return list_literal();
  if (is("{")) return map_literal();
  fail("an expression is missing");
  return {};
}

Folded Analyzer::string_literal() {
  std::string text;
  const std::size_t begin = now().begin;
  bool known = true;
  while (now().kind == TokenKind::String) {
    if (const auto piece = unquote(now().text)) {
      text += *piece;
    } else {
      known = false;
      if (now().text.find("\\N") != std::string_view::npos) tell("computed-name", now().text, now().begin);
    }
    next();
  }
  if (telling_) look_at_text(text, begin, found_);
  if (mentions_internal_name(text)) tell("dunder", text, begin);
  if (!blocks_.empty() && blocks_.back().trigger) tell_planted(text, begin);
  Folded value = known ? text_value(std::move(text), false) : Folded{};
  value.built = !known;
  value.form = Folded::Form::Literal;
  return value;
}

Folded Analyzer::name_value() {
  const std::size_t begin = now().begin;
  const std::string name(now().text);
  next();
  Folded value;
  if (name == "true" || name == "True" || name == "false" || name == "False" || name == "none" || name == "None") return value;
  if (const auto known = variables_.find(name); known != variables_.end()) value = known->second;
  value.form = Folded::Form::Name;
  value.name = name;
  value.path = path_to(value.path, name);
  const bool ours = variables_.contains(name) || macros_.contains(name);
  if (!ours && !is("(") && words::among(words::kObjects, name)) {
    // A variable of this name may be given to the template; only reaching into it tells an object from a value.
    const bool common = name == "config" || name == "request" || name == "context" || name == "environment" || name == "session" || name == "app" || name == "g" ||
                        name == "application";
    if (!common || is(".") || is("[")) tell("object", name, begin);
  }
  return value;
}

Folded Analyzer::list_literal() {
  Folded value;
  value.list = true;
  next();
  while (!failed() && !is("]")) {
    add_item(value, expression());
    if (!accept(",")) break;
  }
  expect("]");
  return value;
}

// The keys are what its filters see.
Folded Analyzer::map_literal() {
  Folded value;
  value.list = true;
  next();
  while (!failed() && !is("}")) {
    Folded key = expression();
    expect(":");
    expression();
    add_item(value, std::move(key));
    if (!accept(",")) break;
  }
  expect("}");
  return value;
}

}  // namespace aboveboard::format
