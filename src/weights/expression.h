// Expressions over whole numbers: what data/architectures says about shapes, loops and conditions, such as "heads * head_dim" or
// "if(l < dense_layers, inner, expert_inner)". Text is parsed once into an Expression; a Scope gives the names their values.
//
//   value   number | 'text' | name | true | false | null | [a, b] | (a)
//   calls   if(c, a, b) evaluates only the branch that it takes · len(list) · at(x, i): x[i] of a list, x of anything else · min(a, b) · max(a, b)
//   binding from tight to loose: x[i] · - not · * / % · + - · == != < <= > >= in · and · or
//
// Division drops the remainder. Truth is 0 or 1. Every operation is checked: overflow, division by zero, an index behind the end and a value of the wrong
// type are errors, never numbers.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace aboveboard::weights {

// What a name may stand for.
struct Term {
  enum class Kind { Null, Number, Text, List };
  Kind kind = Kind::Null;
  std::int64_t number = 0;
  std::string text;
  std::vector<Term> items;

  static Term of(std::int64_t number) { return {Kind::Number, number, {}, {}}; }
  bool operator==(const Term&) const = default;
};

// The names that expressions may use, in the order of their slots.
class Names {
 public:
  // The slot of `name`, which is new: an inner name hides an outer one.
  std::uint32_t add(std::string name);
  // Forgets the names behind the first `count`: the end of a block.
  void drop(std::size_t count) { names_.resize(count); }
  std::size_t size() const { return names_.size(); }
  // The slot of the latest of this name, or -1.
  std::int64_t find(std::string_view name) const;
  const std::string& name(std::size_t slot) const { return names_[slot]; }

 private:
  std::vector<std::string> names_;
};

class Expression {
 public:
  // Malformed where `text` is no expression, or uses a name that is not in `names`; at most kDepth levels deep,
  // with at most kNodes values and operators.
  static Result<Expression> parse(std::string_view text, const Names& names);
  static constexpr int kDepth = 32;
  static constexpr std::size_t kNodes = 256;

  // The value, with slot i standing for scope[i]. Malformed with a reason where it has none.
  Result<Term> evaluate(std::span<const Term> scope) const;
  // The same for a number; Malformed where the value is none.
  Result<std::int64_t> number(std::span<const Term> scope) const;
  // The slots that it uses: the value stays while others change.
  std::vector<std::uint32_t> slots() const;

 private:
  friend class ExpressionParser;
  enum class Op : std::uint8_t {
    Constant, Slot, List, Negate, Not, Multiply, Divide, Remainder, Add, Subtract,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, In, And, Or, Index, If, Length, At, Minimum, Maximum,
  };
  struct Node {
    Op op = Op::Constant;
    std::uint32_t slot = 0;           // Slot
    std::uint32_t constant = 0;       // into constants_
    std::vector<std::uint32_t> args;  // into nodes_
  };

  Result<Term> value_of(std::uint32_t node, std::span<const Term> scope) const;
  // What stands there already, or nullptr where it must be computed: lists are looked into, not copied.
  const Term* standing(std::uint32_t node, std::span<const Term> scope) const;
  Result<Term> look_up(const Node& node, std::span<const Term> scope) const;
  static Result<Term> calculate(Op op, const Term& left, const Term& right);

  std::vector<Node> nodes_;  // the last is the root
  std::vector<Term> constants_;
};

}  // namespace aboveboard::weights
