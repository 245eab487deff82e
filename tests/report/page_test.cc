#include "report/page.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "report/display.h"

namespace aboveboard::terminal {
namespace {

TEST(Page, WrapsAtSpacesAndIndentsTheRest) {
  Page page(40, false);
  page.text(2, {plain("one two three four five six seven eight nine ten")}, 2);
  EXPECT_EQ(page.take(), "  one two three four five six seven\n    eight nine ten\n");
}

TEST(Page, BreaksAWordThatIsLongerThanTheLine) {
  Page page(40, false);
  page.text(0, {plain(std::string(90, 'x'))});
  EXPECT_EQ(page.take(), std::string(40, 'x') + "\n" + std::string(40, 'x') + "\n" + std::string(10, 'x') + "\n");
}

TEST(Page, ShortensAPlaceInsteadOfBreakingIt) {
  Page page(40, false);
  page.text(0, {place("a/" + std::string(90, 'x') + "/file.py:12")});
  const std::string out = page.take();
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1);
  EXPECT_TRUE(out.ends_with("/file.py:12\n"));
}

TEST(Page, BreaksTextWithoutSpacesBetweenWideCharacters) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "\xe6\xa8\xa1";
  Page page(41, false);
  page.text(0, {plain(text)});
  const std::string out = page.take();
  EXPECT_EQ(display_width(out.substr(0, out.find('\n'))), 40u);
}

TEST(Page, NoLineBeginsWithAClosingMark) {
  std::string text;
  for (int i = 0; i < 20; ++i) text += "\xe6\xa8\xa1";
  Page page(40, false);
  page.text(0, {plain(text + "\xef\xbc\x8c" + text)});  // a comma would be the first of the second line
  const std::string out = page.take();
  EXPECT_EQ(display_width(out.substr(0, out.find('\n'))), 38u);
}

TEST(Page, SetsColumnsSideBySide) {
  Page page(40, false);
  page.row(2, {{{plain("left side of it")}, 10}, {{plain("the right side has more to say than the left")}, 0}});
  EXPECT_EQ(page.take(), "  left side   the right side has more to\n  of it       say than the left\n");
}

TEST(Page, ColorsByRoleOnlyWhenAsked) {
  const Spans spans{styled("yes", Style::Good), plain(" and "), styled("no", Style::Bad)};
  Page bare(40, false), colored(40, true);
  bare.text(0, spans);
  colored.text(0, spans);
  EXPECT_EQ(bare.take(), "yes and no\n");
  EXPECT_EQ(colored.take(), "\x1b[32myes\x1b[0m and \x1b[31mno\x1b[0m\n");
}

TEST(Page, NeutralizesTheTextItIsGiven) {
  Page page(40, true);
  page.text(0, {plain("a\x1b[2Jb")});
  EXPECT_EQ(page.take(), "a\\x1b[2Jb\n");
}

TEST(Page, LeavesNoTrailingSpaceAndNoDoubleBlank) {
  Page page(40, false);
  page.section("One");
  page.row(2, {{{plain("a")}, 10}, {{}, 0}});
  page.blank();
  page.blank();
  page.section("Two");
  EXPECT_EQ(page.take(), "One\n  a\n\nTwo\n");
}

TEST(Page, TakesManyCombiningMarksWithoutLosingItsWay) {
  std::string text = "a";
  for (int i = 0; i < 20'000; ++i) text += "\xcc\x81";
  Page page(40, false);
  page.text(0, {plain(text + " end")});
  EXPECT_TRUE(page.take().ends_with(" end\n"));
}

}  // namespace
}  // namespace aboveboard::terminal
