// The expressions of Jinja (jinja2/parser.py), with what can be said of their values.
#include <algorithm>
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

// The last 200 bytes are enough to tell where a value comes from.
std::string path_to(std::string_view from, std::string_view name) {
  std::string path = std::string(from) + "." + std::string(name);
  return path.size() > 200 ? path.substr(path.size() - 200) : path;
}

}  // namespace

Folded Analyzer::expression(bool with_condition) {
  if (++depth_ > limits::kTemplateDepth) fail("expressions are nested too deep");
  if (failed()) {
    --depth_;
    return {};
  }
  const std::size_t begin = now().begin;
  Folded value = disjunction();
  while (with_condition && !failed() && is_name("if")) {
    next();
    const bool before = trigger_;
    trigger_ = false;
    disjunction();
    if (trigger_ && value.text) tell_planted(*value.text, begin);
    trigger_ = before;
    if (accept_name("else")) {
      const Folded other = expression();
      value.text.reset();
      value.number.reset();
      value.built = value.built || other.built;
    }
  }
  --depth_;
  return value;
}

// A tuple without parentheses, or one expression.
Folded Analyzer::tuple(bool with_condition) {
  Folded first = expression(with_condition);
  if (!is(",")) return first;
  Folded all;
  all.list = true;
  add_item(all, std::move(first));
  while (!failed() && accept(",")) {
    if (now().kind == TokenKind::TagEnd || now().kind == TokenKind::PrintEnd || is(")") || is("]") || is_name("in") || is("=")) break;
    add_item(all, expression(with_condition));
  }
  return all;
}

Folded Analyzer::disjunction() {
  Folded value = conjunction();
  while (!failed() && accept_name("or")) {
    const Folded other = conjunction();
    value.text.reset();
    value.built = value.built || other.built;
  }
  return value;
}

Folded Analyzer::conjunction() {
  Folded value = negation();
  while (!failed() && accept_name("and")) {
    value.built = negation().built || value.built;
    value.text.reset();
  }
  return value;
}

Folded Analyzer::negation() {
  bool negated = false;
  while (accept_name("not")) negated = !negated;
  if (!negated) return comparison();
  std::swap(trigger_, otherwise_);
  comparison();
  std::swap(trigger_, otherwise_);
  return {};
}

Folded Analyzer::comparison() {
  Folded value = sum();
  for (;;) {
    if (failed()) return value;
    const bool compares = is("==") || is("!=") || is("<") || is(">") || is("<=") || is(">=");
    const bool not_in = is_name("not") && behind(1).kind == TokenKind::Name && behind(1).text == "in";
    if (!compares && !is_name("in") && !not_in) return value;
    const bool in = is_name("in"), equal = is("==");
    next();
    if (not_in) next();
    const Folded other = sum();
    if (not_in) std::swap(trigger_, otherwise_);
    if (in || not_in) check_trigger(value, other);
    if (not_in) std::swap(trigger_, otherwise_);
    if (equal && value.text) check_trigger(value, other);
    if (equal && other.text) check_trigger(other, value);
    value = Folded{};
  }
}

Folded Analyzer::sum() {
  Folded value = concatenation();
  while (!failed() && (is("+") || is("-"))) {
    const std::string_view operation = now().text;
    next();
    value = calculate(operation, value, concatenation());
  }
  return value;
}

Folded Analyzer::concatenation() {
  Folded value = product();
  while (!failed() && accept("~")) {
    Folded other = product();
    for (Folded* side : {&value, &other}) {
      if (side->number && *side->number >= 0 && *side->number < 10 && *side->number == static_cast<int>(*side->number))
        *side = text_value(std::string(1, static_cast<char>('0' + static_cast<int>(*side->number))), true);
    }
    value = concatenate(value, other);
  }
  return value;
}

Folded Analyzer::product() {
  Folded value = power();
  while (!failed() && (is("*") || is("/") || is("//") || is("%"))) {
    const std::string_view operation = now().text;
    const std::size_t begin = now().begin;
    next();
    value = calculate(operation, value, power());
    if (value.steps > 0) check_size(value.steps, begin);
  }
  return value;
}

Folded Analyzer::power() {
  Folded value = unary(true);
  while (!failed() && accept("**")) value = calculate("**", value, unary(true));
  return value;
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

Folded Analyzer::postfix(Folded value, std::size_t begin) {
  for (;;) {
    if (failed()) return value;
    if (is("."))
      value = attribute(value, begin);
    else if (is("["))
      value = subscript(value, begin);
    else if (is("("))
      value = call(value, begin);
    else
      return value;
  }
}

Folded Analyzer::filters(Folded value, std::size_t begin) {
  for (;;) {
    if (failed()) return value;
    if (is("|")) {
      next();
      value = filter(value, begin);
    } else if (is_name("is")) {
      test();
      value = Folded{};
    } else if (is("(")) {
      value = call(value, begin);
    } else {
      return value;
    }
  }
}

// a.b, and a.0
Folded Analyzer::attribute(const Folded& value, std::size_t begin) {
  next();
  Folded reached;
  reached.form = Folded::Form::Attribute;
  if (now().kind != TokenKind::Name && now().kind != TokenKind::Number) {
    fail("a name is missing behind the point");
    return reached;
  }
  reached.name = std::string(now().text);
  reached.path = path_to(value.path, reached.name);
  reached.items.push_back(value);
  if (!value.list) reached.items.front().items.clear();
  next();
  if (const auto known = variables_.find(reached.path); known != variables_.end()) {
    reached.text = known->second.text;
    reached.number = known->second.number;
    reached.built = known->second.built;
  }
  if (reached.name.front() == '_' || is_internal_name(reached.name)) tell("dunder", reached.name, begin);
  return reached;
}

Folded Analyzer::subscript(const Folded& value, std::size_t begin) {
  next();
  Folded reached;
  reached.form = Folded::Form::Subscript;
  std::optional<double> bounds[3];
  bool sliced = false;
  Folded key;
  for (int part = 0; !failed() && !is("]"); ++part) {
    if (!is(":") && !is(",")) {
      key = expression();
      if (part < 3) bounds[part] = key.number;
      if (!is(":")) {
        if (!accept(",")) break;
        continue;
      }
    }
    sliced = true;
    if (!accept(":")) next();
  }
  expect("]");
  if (sliced) {
    // "[::-1]" has its step in the third part.
    Folded piece = slice(value, bounds[0], bounds[1], bounds[2]);
    piece.steps = 0;
    return piece;
  }
  reached.name = key.text.value_or("");
  reached.path = path_to(value.path, reached.name);
  check_reached_name(key, begin);
  if (key.number && (value.text || value.list)) {
    const auto size = static_cast<double>(value.text ? value.text->size() : value.items.size());
    const double at = *key.number < 0 ? *key.number + size : *key.number;
    if (at >= 0 && at < size && value.list) return value.items[static_cast<std::size_t>(at)];
    if (at >= 0 && at < size) return text_value(std::string(1, (*value.text)[static_cast<std::size_t>(at)]), true);
  }
  if (key.number && value.built) reached.built = true;
  const auto is_macro = [&](const Folded& item) { return item.form == Folded::Form::Name && macros_.contains(item.name); };
  if (value.list && !value.items.empty() && std::all_of(value.items.begin(), value.items.end(), is_macro)) return value.items.front();
  return reached;
}

Folded Analyzer::call(const Folded& value, std::size_t begin) {
  const Arguments given = arguments();
  if (failed()) return {};
  const bool method = value.form == Folded::Form::Attribute || (value.form == Folded::Form::Subscript && !value.name.empty());
  if (method) return method_call(value, given, begin);
  return function_call(value, given, begin);
}

Analyzer::Arguments Analyzer::arguments() {
  Arguments given;
  expect("(");
  while (!failed() && !is(")")) {
    if (accept("*") || accept("**")) {
      expression();
    } else if (now().kind == TokenKind::Name && behind(1).kind == TokenKind::Operator && behind(1).text == "=") {
      const std::size_t begin = now().begin;
      std::string name(now().text);
      if (is_internal_name(name)) tell("dunder", name, begin);
      next();
      next();
      Folded value = expression();
      if (given.named.size() < limits::kTemplateItems) given.named.emplace_back(std::move(name), std::move(value));
    } else {
      Folded value = expression();
      if (given.values.size() < limits::kTemplateItems) given.values.push_back(std::move(value));
    }
    if (!accept(",")) break;
  }
  expect(")");
  return given;
}

Folded Analyzer::filter(const Folded& value, std::size_t begin) {
  std::string name = expect_name();
  while (!failed() && accept(".")) name += "." + expect_name();
  Arguments given;
  if (is("(")) given = arguments();
  if (failed()) return {};
  check_filter(name, given, begin);
  if (name == "format") check_format(value, begin);
  for (const Folded& argument : given.values) {
    if (argument.number && (name == "center" || name == "indent" || name == "ljust" || name == "rjust" || name == "zfill")) check_size(*argument.number, begin);
  }
  return apply_filter(name, value, given.values);
}

// is [not] name, with an argument that may stand without parentheses
void Analyzer::test() {
  next();
  accept_name("not");
  expect_name();
  while (!failed() && accept(".")) expect_name();
  if (failed()) return;
  if (is("(")) {
    arguments();
    return;
  }
  const Token& token = now();
  const bool word = token.kind == TokenKind::Name && token.text != "else" && token.text != "or" && token.text != "and" && token.text != "is" &&
                    token.text != "if" && token.text != "not" && token.text != "in" && token.text != "recursive";
  if (word || token.kind == TokenKind::String || token.kind == TokenKind::Number || is("[") || is("{")) {
    const std::size_t begin = token.begin;
    postfix(primary(), begin);
  }
}

}  // namespace aboveboard::format
