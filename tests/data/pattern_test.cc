#include "data/pattern.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace aboveboard::data {
namespace {

TEST(LazyPattern, LoosensOnlyCountedRepeatsOfFiveOrMore) {
  EXPECT_EQ(loosened("a[^.]{0,80}b"), "a[^.]*b");
  EXPECT_EQ(loosened("(x ){1,20}y"), "(x )+y");
  EXPECT_EQ(loosened("a{0,3}b{2}"), "a{0,3}b{2}");
  EXPECT_EQ(loosened(R"(\{0,80}[{0,80}])"), R"(\{0,80}[{0,80}])");
  EXPECT_EQ(loosened("a{0,"), "a{0,");
}

TEST(LazyPattern, FindsTheExpressionItselfNotALooserOne) {
  const LazyPattern pattern("no[^.]{0,8}sale", PatternUnit::Byte);
  EXPECT_FALSE(pattern.matches("nothing here"));
  EXPECT_TRUE(pattern.matches("no resale"));
  EXPECT_FALSE(pattern.matches("no word of this is about a sale"));
  EXPECT_EQ(pattern.source(), "no[^.]{0,8}sale");
}

TEST(LazyPattern, FindsTheSameHoweverOftenItIsAsked) {
  const LazyPattern pattern("(no|never)[^.]{0,8}(sale)?", PatternUnit::Byte);
  const std::string text = std::string(3000, 'n') + " no resale";
  for (int i = 0; i < 100; ++i) {  // RE2 has taken over by then
    std::array<std::string_view, 4> groups;
    ASSERT_TRUE(pattern.find(text, 0, groups));
    EXPECT_EQ(groups[0], "no resale");
    EXPECT_EQ(groups[1], "no");
    EXPECT_EQ(groups[2].data(), nullptr);
    EXPECT_EQ(groups[3].data(), nullptr);
  }
  EXPECT_FALSE(pattern.find(text, text.size() + 1, {}));
}

TEST(LazyPattern, ABrokenExpressionMatchesNothingAndIsNotValid) {
  const LazyPattern pattern("(unclosed", PatternUnit::Byte);
  EXPECT_FALSE(pattern.valid());
  EXPECT_FALSE(pattern.matches("(unclosed"));
  EXPECT_EQ(pattern.groups(), 0U);
}

TEST(LazyPattern, ExpressionsBeyondAsciiGoByCharactersWhereAsked) {
  const LazyPattern pattern("^[\xE3\x80\x82;]$", PatternUnit::Utf8WhereNeeded);  // an ideographic full stop
  EXPECT_TRUE(pattern.matches(";"));
  EXPECT_TRUE(pattern.matches("\xE3\x80\x82"));
  EXPECT_TRUE(pattern.valid());
}

}  // namespace
}  // namespace aboveboard::data
