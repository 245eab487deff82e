#include "report/display.h"

#include <gtest/gtest.h>

namespace aboveboard::terminal {
namespace {

TEST(Display, CountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("\xe6\xa8\xa1\xe5\x9e\x8b"), 4u);      // two wide characters
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);                     // with a combining accent
  EXPECT_EQ(display_width("\xf0\x9f\xa4\x97"), 2u);              // an emoji
}

TEST(Display, NeutralizesWhatSteersATerminal) {
  EXPECT_EQ(neutralize("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(neutralize(std::string("a\0b", 3)), "a\\x00" "b");
  EXPECT_EQ(neutralize("\x07\x08\x7f"), "\\x07\\x08\\x7f");
  EXPECT_EQ(neutralize("\xc2\x9b" "31m"), "\\u009b31m");  // the control sequence introducer in one character
}

TEST(Display, NeutralizesWhatReordersOrHidesText) {
  EXPECT_EQ(neutralize("\xe2\x80\xae" "x"), "\\u202ex");
  EXPECT_EQ(neutralize("\xe2\x81\xa6"), "\\u2066");
  EXPECT_EQ(neutralize("\xe2\x80\x8b"), "\\u200b");
  EXPECT_EQ(neutralize("\xf3\xa0\x81\x81"), "\\U000e0041");
  EXPECT_EQ(neutralize("\xd8\x9c"), "\\u061c");
}

TEST(Display, KeepsOrdinaryTextOfAnyScript) {
  const std::string text = "\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xe6\xa8\xa1\xe5\x9e\x8b e\xcc\x81 \xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d\xe0\xa4\xb7";
  EXPECT_EQ(neutralize(text), text);
}

TEST(Display, FoldsEveryKindOfWhiteSpaceToSpaces) { EXPECT_EQ(neutralize("a\tb\nc\xc2\xa0" "d\xe3\x80\x80" "e"), "a b c d e"); }

TEST(Display, LineBreakWithItsIndentationIsOneSpace) {
  EXPECT_EQ(neutralize("had, in the \r\n   calendar month"), "had, in the calendar month");
  EXPECT_EQ(neutralize("a  b"), "a  b");
}

TEST(Display, ReplacesInvalidUtf8) { EXPECT_EQ(neutralize("a\xff" "b"), "a\xef\xbf\xbd" "b"); }

TEST(Display, ElidesTheMiddleOfALongPath) {
  EXPECT_EQ(elide_middle("short/path.py:3", 20), "short/path.py:3");
  const std::string shown = elide_middle("training/very/deeply/nested/folders/train.py:3", 24);
  EXPECT_EQ(display_width(shown), 24u);
  EXPECT_TRUE(shown.starts_with("trainin"));
  EXPECT_TRUE(shown.ends_with("folders/train.py:3") || shown.ends_with("train.py:3"));
  EXPECT_NE(shown.find("..."), std::string::npos);
}

TEST(Display, ElidingNeverExceedsItsColumns) {
  std::string wide;
  for (int i = 0; i < 40; ++i) wide += i % 3 == 0 ? "a" : "\xe6\xa8\xa1";
  for (std::size_t columns = 5; columns < 80; ++columns) {
    EXPECT_LE(display_width(elide_middle(wide, columns)), columns);
    EXPECT_LE(display_width(elide_end(wide, columns)), columns);
  }
}

}  // namespace
}  // namespace aboveboard::terminal
