// The operators of Jinja's expressions (jinja2/parser.py), from the loosest to the closest, with what can be said of their values.
#include <cmath>

#include "base/limits.h"
#include "format/template/analyzer.h"

namespace aboveboard::format {

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
  while (!failed() && is("**")) {
    const std::size_t begin = now().begin;
    next();
    const Folded exponent = unary(true);
    // Whole numbers have no end in Python: the result has this many bits.
    if (value.number && exponent.number && std::isfinite(*value.number)) check_size(*exponent.number * std::log2(std::abs(*value.number) + 1), begin);
    value = calculate("**", value, exponent);
  }
  return value;
}

}  // namespace aboveboard::format
