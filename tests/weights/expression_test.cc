#include "weights/expression.h"

#include <gtest/gtest.h>

namespace aboveboard::weights {
namespace {

struct Scope {
  Names names;
  std::vector<Term> terms;
  Scope() {
    add("a", Term::of(7));
    add("b", Term::of(2));
    add("list", {Term::Kind::List, 0, {}, {Term::of(3), Term::of(5)}});
    add("text", {Term::Kind::Text, 0, "gelu", {}});
    add("nothing", {});
    add("huge", Term::of(INT64_MAX));
  }
  void add(std::string name, Term term) {
    names.add(std::move(name));
    terms.push_back(std::move(term));
  }
  Result<std::int64_t> number(std::string_view text) const {
    ABOVEBOARD_ASSIGN(const Expression expression, Expression::parse(text, names));
    return expression.number(terms);
  }
};

TEST(Expression, Computes) {
  const Scope scope;
  for (const auto& [text, value] : std::vector<std::pair<std::string_view, std::int64_t>>{
           {"1 + 2 * 3", 7},
           {"(1 + 2) * 3", 9},
           {"a / b", 3},
           {"a % b", 1},
           {"2 - 3 - 4", -5},
           {"-a + b", -5},
           {"a > b and b == 2", 1},
           {"not a == 7 or b != 2", 0},
           {"if(a < b, a, b)", 2},
           {"list[1] + len(list)", 7},
           {"at(list, 0) + at(a, 9)", 10},
           {"5 in list", 1},
           {"text in ['relu', 'gelu']", 1},
           {"text == 'gelu'", 1},
           {"nothing == null", 1},
           {"min(a, b) * max(a, b)", 14},
           {"true + false", 1},
           {"a <= 7 and a >= 7", 1}}) {
    const auto number = scope.number(text);
    ASSERT_TRUE(number) << text << ": " << to_string(number.error());
    EXPECT_EQ(*number, value) << text;
  }
}

TEST(Expression, TakesOnlyTheBranchThatHolds) {
  const Scope scope;
  EXPECT_EQ(scope.number("if(a == 7, 1, a / 0)").value_or(-1), 1);
  EXPECT_EQ(scope.number("a == 7 or a / 0").value_or(-1), 1);
  EXPECT_EQ(scope.number("a == 8 and a / 0").value_or(-1), 0);
}

TEST(Expression, RefusesWhatHasNoValue) {
  const Scope scope;
  for (const std::string_view text : {"a / 0", "a % (b - 2)", "huge + 1", "huge * 2", "0 - huge - 2", "list[2]", "list[0 - 1]", "a[0]", "text + 1", "nothing + 1",
                                      "text < 3", "len(a)", "a in b", "text", "list", "nothing"})
    EXPECT_FALSE(scope.number(text)) << text;
}

TEST(Expression, RefusesWhatIsNoExpression) {
  const Scope scope;
  for (const std::string_view text : {"", "a +", "* a", "(a", "a b", "unknown", "f(a)", "if(a, b)", "len()", "[a", "'open", "99999999999999999999", "a ? b", "list[0", "a ==== b"})
    EXPECT_FALSE(Expression::parse(text, scope.names)) << text;
}

TEST(Expression, BoundsDepthAndLength) {
  const Scope scope;
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "(";
  EXPECT_FALSE(Expression::parse(deep + "a", scope.names));
  std::string nots;
  for (int i = 0; i < 10'000; ++i) nots += "not ";
  EXPECT_FALSE(Expression::parse(nots + "a", scope.names));
  std::string wide = "a";
  for (int i = 0; i < 10'000; ++i) wide += " + a";
  EXPECT_FALSE(Expression::parse(wide, scope.names));
}

TEST(Expression, SaysWhichSlotsItUses) {
  const Scope scope;
  EXPECT_EQ(Expression::parse("a + list[b] * a", scope.names)->slots(), (std::vector<std::uint32_t>{0, 2, 1, 0}));
  EXPECT_TRUE(Expression::parse("1 + 2", scope.names)->slots().empty());
}

TEST(Expression, FindsTheInnermostName) {
  Names names;
  names.add("x");
  names.add("x");
  EXPECT_EQ(names.find("x"), 1);
  names.drop(1);
  EXPECT_EQ(names.find("x"), 0);
  EXPECT_EQ(names.find("y"), -1);
}

}  // namespace
}  // namespace aboveboard::weights
