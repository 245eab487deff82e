#include "weights/expression.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace aboveboard::weights {
namespace {

tl::unexpected<Error> no_value(std::string why) { return fail(ErrorKind::Malformed, std::move(why)); }

bool truth(const Term& term) { return term.kind == Term::Kind::Number && term.number != 0; }

bool is_number(const Term& term) { return term.kind == Term::Kind::Number; }

Result<Term> item_of(const Term& list, const Term& index) {
  if (list.kind != Term::Kind::List || !is_number(index)) return no_value("an index into what is no list");
  if (index.number < 0 || static_cast<std::uint64_t>(index.number) >= list.items.size())
    return no_value("there is no item " + std::to_string(index.number) + " in a list of " + std::to_string(list.items.size()));
  return list.items[static_cast<std::size_t>(index.number)];
}

}  // namespace

std::uint32_t Names::add(std::string name) {
  names_.push_back(std::move(name));
  return static_cast<std::uint32_t>(names_.size() - 1);
}

std::int64_t Names::find(std::string_view name) const {
  for (std::size_t i = names_.size(); i-- > 0;)
    if (names_[i] == name) return static_cast<std::int64_t>(i);
  return -1;
}

std::vector<std::uint32_t> Expression::slots() const {
  std::vector<std::uint32_t> used;
  for (const Node& node : nodes_)
    if (node.op == Op::Slot) used.push_back(node.slot);
  return used;
}

Result<Term> Expression::evaluate(std::span<const Term> scope) const {
  return value_of(static_cast<std::uint32_t>(nodes_.size() - 1), scope);
}

Result<std::int64_t> Expression::number(std::span<const Term> scope) const {
  const Term* there = standing(static_cast<std::uint32_t>(nodes_.size() - 1), scope);
  if (there != nullptr && is_number(*there)) return there->number;
  ABOVEBOARD_ASSIGN(const Term value, evaluate(scope));
  if (!is_number(value)) return no_value("a number is needed");
  return value.number;
}

const Term* Expression::standing(std::uint32_t index, std::span<const Term> scope) const {
  const Node& node = nodes_[index];
  if (node.op == Op::Constant) return &constants_[node.constant];
  return node.op == Op::Slot ? &scope[node.slot] : nullptr;
}

// As deep as the parser let it be.
Result<Term> Expression::value_of(std::uint32_t index, std::span<const Term> scope) const {
  if (const Term* there = standing(index, scope)) return *there;
  const Node& node = nodes_[index];
  switch (node.op) {
    case Op::If:
    case Op::And:
    case Op::Or: {
      ABOVEBOARD_ASSIGN(const Term first, value_of(node.args[0], scope));
      if (node.op == Op::If) return value_of(node.args[truth(first) ? 1 : 2], scope);
      if (truth(first) == (node.op == Op::Or)) return Term::of(truth(first) ? 1 : 0);
      ABOVEBOARD_ASSIGN(const Term second, value_of(node.args[1], scope));
      return Term::of(truth(second) ? 1 : 0);
    }
    case Op::List: {
      Term list{Term::Kind::List, 0, {}, {}};
      for (const std::uint32_t arg : node.args) {
        ABOVEBOARD_ASSIGN(Term item, value_of(arg, scope));
        list.items.push_back(std::move(item));
      }
      return list;
    }
    case Op::Not: {
      ABOVEBOARD_ASSIGN(const Term value, value_of(node.args[0], scope));
      return Term::of(truth(value) ? 0 : 1);
    }
    case Op::Equal:
    case Op::NotEqual:
    case Op::In:
    case Op::Index:
    case Op::At:
    case Op::Length:
      return look_up(node, scope);
    default: {
      ABOVEBOARD_ASSIGN(const Term left, value_of(node.args[0], scope));
      if (node.args.size() == 1) return calculate(node.op, Term::of(0), left);
      ABOVEBOARD_ASSIGN(const Term right, value_of(node.args[1], scope));
      return calculate(node.op, left, right);
    }
  }
}

Result<Term> Expression::look_up(const Node& node, std::span<const Term> scope) const {
  Term computed[2];
  const Term* args[2] = {&computed[0], &computed[1]};
  for (std::size_t i = 0; i < node.args.size(); ++i) {
    if (const Term* there = standing(node.args[i], scope)) {
      args[i] = there;
      continue;
    }
    ABOVEBOARD_ASSIGN(computed[i], value_of(node.args[i], scope));
  }
  if (node.op == Op::Equal) return Term::of(*args[0] == *args[1] ? 1 : 0);
  if (node.op == Op::NotEqual) return Term::of(*args[0] == *args[1] ? 0 : 1);
  if (node.op == Op::Index) return item_of(*args[0], *args[1]);
  if (node.op == Op::At) return args[0]->kind == Term::Kind::List ? item_of(*args[0], *args[1]) : Result<Term>(*args[0]);
  if (node.op == Op::Length) {
    if (args[0]->kind != Term::Kind::List) return no_value("the length of what is no list");
    return Term::of(static_cast<std::int64_t>(args[0]->items.size()));
  }
  if (args[1]->kind != Term::Kind::List) return no_value("\"in\" needs a list");
  return Term::of(std::find(args[1]->items.begin(), args[1]->items.end(), *args[0]) != args[1]->items.end() ? 1 : 0);
}

Result<Term> Expression::calculate(Op op, const Term& left, const Term& right) {
  if (!is_number(left) || !is_number(right)) return no_value("arithmetic with what is no number");
  const std::int64_t a = left.number;
  const std::int64_t b = right.number;
  std::int64_t result = 0;
  bool fits = true;
  switch (op) {
    case Op::Add:
      fits = !__builtin_add_overflow(a, b, &result);
      break;
    case Op::Negate:  // of the right
    case Op::Subtract:
      fits = !__builtin_sub_overflow(a, b, &result);
      break;
    case Op::Multiply:
      fits = !__builtin_mul_overflow(a, b, &result);
      break;
    case Op::Divide:
    case Op::Remainder:
      if (b == 0) return no_value("a division by zero");
      fits = b != -1 || a != std::numeric_limits<std::int64_t>::min();
      if (fits) result = op == Op::Divide ? a / b : a % b;
      break;
    case Op::Less:
      result = a < b ? 1 : 0;
      break;
    case Op::LessEqual:
      result = a <= b ? 1 : 0;
      break;
    case Op::Greater:
      result = a > b ? 1 : 0;
      break;
    case Op::GreaterEqual:
      result = a >= b ? 1 : 0;
      break;
    case Op::Minimum:
      result = std::min(a, b);
      break;
    case Op::Maximum:
      result = std::max(a, b);
      break;
    default:
      return no_value("an operator without meaning");
  }
  if (!fits) return no_value("a number that does not fit 64 bits");
  return Term::of(result);
}

}  // namespace aboveboard::weights
