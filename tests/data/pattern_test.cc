#include "data/pattern.h"

#include <gtest/gtest.h>

namespace aboveboard::data {
namespace {

TEST(LazyPattern, LoosensOnlyCountedRepeatsOfFiveOrMore) {
  EXPECT_EQ(loosened("a[^.]{0,80}b"), "a[^.]*b");
  EXPECT_EQ(loosened("(x ){1,20}y"), "(x )+y");
  EXPECT_EQ(loosened("a{0,3}b{2}"), "a{0,3}b{2}");
  EXPECT_EQ(loosened(R"(\{0,80}[{0,80}])"), R"(\{0,80}[{0,80}])");
  EXPECT_EQ(loosened("a{0,"), "a{0,");
}

TEST(LazyPattern, ACandidateIsTheExpressionItself) {
  const LazyPattern pattern("no[^.]{0,8}sale", PatternUnit::Byte);
  EXPECT_EQ(pattern.candidate("nothing here"), nullptr);
  EXPECT_NE(pattern.candidate("no resale"), nullptr);
  // The looser expression lets this pass; the counts are for the exact one to judge.
  EXPECT_NE(pattern.candidate("no word of this is about a sale"), nullptr);
  EXPECT_EQ(pattern.source(), "no[^.]{0,8}sale");
}

TEST(LazyPattern, ABrokenExpressionIsNoCandidateAndNotValid) {
  const LazyPattern pattern("(unclosed", PatternUnit::Byte);
  EXPECT_FALSE(pattern.valid());
  EXPECT_EQ(pattern.candidate("(unclosed"), nullptr);
}

TEST(LazyPattern, ExpressionsBeyondAsciiGoByCharactersWhereAsked) {
  const LazyPattern pattern("[\xE3\x80\x82;]", PatternUnit::Utf8WhereNeeded);  // an ideographic full stop
  EXPECT_NE(pattern.candidate("a;"), nullptr);
  EXPECT_TRUE(pattern.valid());
}

}  // namespace
}  // namespace aboveboard::data
