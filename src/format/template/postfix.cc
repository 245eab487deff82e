// What follows an operand of Jinja: attributes, subscripts, calls, filters and tests.
#include <algorithm>

#include "base/limits.h"
#include "format/template/analyzer.h"
#include "format/template/words.h"

namespace aboveboard::format {

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
