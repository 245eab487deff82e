#include "weights/expression.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>

namespace aboveboard::weights {
namespace {

tl::unexpected<Error> no_value(std::string why) { return fail(ErrorKind::Malformed, std::move(why)); }

bool truth(const Term& term) { return term.kind == Term::Kind::Number && term.number != 0; }

bool is_number(const Term& term) { return term.kind == Term::Kind::Number; }

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool in_name(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

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

// Recursive descent; one function for each level of binding.
class ExpressionParser {
 public:
  using Op = Expression::Op;
  ExpressionParser(std::string_view text, const Names& names) : text_(text), names_(names) {}

  Result<Expression> run() {
    ABOVEBOARD_TRY(binary(0));
    skip_space();
    if (at_ != text_.size()) return broken("more text behind the expression");
    return std::move(out_);
  }

 private:
  // Each pushes its value as the last node.
  Status binary(int level);
  Status unary();
  Status postfix();
  Status primary();
  Status name();
  Status call(std::string_view function);
  Status list(char end, Op op);
  Result<Op> operator_at(int level);

  tl::unexpected<Error> broken(std::string_view why) const {
    return fail(ErrorKind::Malformed, "\"" + std::string(text_) + "\": " + std::string(why), {"", std::nullopt, at_});
  }
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    const std::size_t end = at_ + token.size();
    if (starts_name(token.front()) && end < text_.size() && in_name(text_[end])) return false;
    at_ = end;
    return true;
  }
  std::uint32_t last() const { return static_cast<std::uint32_t>(out_.nodes_.size() - 1); }
  Status constant(Term value) {
    out_.constants_.push_back(std::move(value));
    Expression::Node node;
    node.constant = static_cast<std::uint32_t>(out_.constants_.size() - 1);
    out_.nodes_.push_back(std::move(node));
    return {};
  }
  void push(Op op, std::vector<std::uint32_t> args) {
    Expression::Node node;
    node.op = op;
    node.args = std::move(args);
    out_.nodes_.push_back(std::move(node));
  }

  std::string_view text_;
  const Names& names_;
  std::size_t at_ = 0;
  int depth_ = 0;
  Expression out_;
};

Result<ExpressionParser::Op> ExpressionParser::operator_at(int level) {
  struct Row {
    std::string_view token;
    int level;
    Op op;
  };
  // Longer tokens before their beginnings.
  static constexpr Row kRows[] = {
      {"or", 0, Op::Or},         {"and", 1, Op::And},         {"==", 2, Op::Equal},   {"!=", 2, Op::NotEqual}, {"<=", 2, Op::LessEqual},
      {">=", 2, Op::GreaterEqual}, {"<", 2, Op::Less},        {">", 2, Op::Greater},  {"in", 2, Op::In},       {"+", 3, Op::Add},
      {"-", 3, Op::Subtract},    {"*", 4, Op::Multiply},      {"/", 4, Op::Divide},   {"%", 4, Op::Remainder},
  };
  for (const Row& row : kRows)
    if (row.level == level && take(row.token)) return row.op;
  return fail(ErrorKind::NotFound, "");
}

Status ExpressionParser::binary(int level) {
  if (level == 5) return unary();
  ABOVEBOARD_TRY(binary(level + 1));
  for (int count = 0;; ++count) {
    const Result<Op> op = operator_at(level);
    if (!op) return {};
    if (count == Expression::kDepth || out_.nodes_.size() > Expression::kNodes) return broken("too long");
    const std::uint32_t left = last();
    ABOVEBOARD_TRY(binary(level + 1));
    push(*op, {left, last()});
  }
}

Status ExpressionParser::unary() {
  if (++depth_ > Expression::kDepth) return broken("too deep");
  Status status;
  if (take("not")) {
    status = unary();
    if (status) push(Op::Not, {last()});
  } else if (take("-")) {
    status = unary();
    if (status) push(Op::Negate, {last()});
  } else {
    status = postfix();
  }
  --depth_;
  return status;
}

Status ExpressionParser::postfix() {
  ABOVEBOARD_TRY(primary());
  while (take("[")) {
    const std::uint32_t whole = last();
    ABOVEBOARD_TRY(binary(0));
    push(Op::Index, {whole, last()});
    if (!take("]")) return broken("] expected");
  }
  return {};
}

Status ExpressionParser::primary() {
  skip_space();
  if (at_ >= text_.size()) return broken("a value expected");
  const char c = text_[at_];
  if (c >= '0' && c <= '9') {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
    if (error != std::errc()) return broken("a number that does not fit");
    at_ = static_cast<std::size_t>(end - text_.data());
    return constant(Term::of(number));
  }
  if (c == '\'') {
    const std::size_t end = text_.find('\'', at_ + 1);
    if (end == std::string_view::npos) return broken("' expected");
    Term text{Term::Kind::Text, 0, std::string(text_.substr(at_ + 1, end - at_ - 1)), {}};
    at_ = end + 1;
    return constant(std::move(text));
  }
  if (take("[")) return list(']', Op::List);
  if (take("(")) {
    ABOVEBOARD_TRY(binary(0));
    return take(")") ? Status{} : Status(broken(") expected"));
  }
  return starts_name(c) ? name() : Status(broken("a value expected"));
}

Status ExpressionParser::name() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && in_name(text_[at_])) ++at_;
  const std::string_view name = text_.substr(begin, at_ - begin);
  if (name == "true" || name == "false") return constant(Term::of(name == "true" ? 1 : 0));
  if (name == "null") return constant({});
  if (take("(")) return call(name);
  const std::int64_t slot = names_.find(name);
  if (slot < 0) return broken("the name " + std::string(name) + " is not known here");
  Expression::Node node;
  node.op = Op::Slot;
  node.slot = static_cast<std::uint32_t>(slot);
  out_.nodes_.push_back(std::move(node));
  return {};
}

Status ExpressionParser::call(std::string_view function) {
  struct Row {
    std::string_view name;
    Op op;
    std::size_t args;
  };
  static constexpr Row kRows[] = {
      {"if", Op::If, 3}, {"len", Op::Length, 1}, {"at", Op::At, 2}, {"min", Op::Minimum, 2}, {"max", Op::Maximum, 2}};
  for (const Row& row : kRows) {
    if (row.name != function) continue;
    ABOVEBOARD_TRY(list(')', row.op));
    return out_.nodes_.back().args.size() == row.args ? Status{} : Status(broken("the wrong number of arguments"));
  }
  return broken("there is no function " + std::string(function));
}

Status ExpressionParser::list(char end, Op op) {
  std::vector<std::uint32_t> items;
  const std::string_view closing(&end, 1);
  if (!take(closing)) {
    do {
      ABOVEBOARD_TRY(binary(0));
      items.push_back(last());
    } while (take(","));
    if (!take(closing)) return broken(", or " + std::string(closing) + " expected");
  }
  push(op, std::move(items));
  return {};
}

Result<Expression> Expression::parse(std::string_view text, const Names& names) { return ExpressionParser(text, names).run(); }

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
