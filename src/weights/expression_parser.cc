#include <charconv>
#include <utility>

#include "weights/expression.h"

namespace aboveboard::weights {
namespace {

bool starts_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool in_name(char c) { return starts_name(c) || (c >= '0' && c <= '9'); }

}  // namespace

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

}  // namespace aboveboard::weights
