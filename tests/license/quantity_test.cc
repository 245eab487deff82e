#include "license/quantity.h"

#include <gtest/gtest.h>

#include "license/word_finder.h"

namespace aboveboard::license {
namespace {

TEST(Quantity, ReadsFiguresAndUnits) {
  EXPECT_EQ(quantity("700", "million"), 700000000);
  EXPECT_EQ(quantity("100,000,000", ""), 100000000);
  EXPECT_EQ(quantity("1.000.000", ""), 1000000);
  EXPECT_EQ(quantity("10 000", ""), 10000);
  EXPECT_EQ(quantity("2.5", "m"), 2500000);
  EXPECT_EQ(quantity("1.5", "bn"), 1500000000);
  EXPECT_EQ(quantity("500", "k"), 500000);
}

TEST(Quantity, ReadsWords) {
  EXPECT_EQ(quantity("one hundred ", "million"), 100000000);
  EXPECT_EQ(quantity("seven hundred and fifty ", "thousand"), 750000);
  EXPECT_EQ(quantity("a ", "billion"), 1000000000);
  EXPECT_EQ(quantity("twenty-five ", "million"), 25000000);
}

TEST(Quantity, ReadsChineseAndKoreanNumbers) {
  EXPECT_EQ(quantity("1", "亿"), 100000000);
  EXPECT_EQ(quantity("三千", "万"), 30000000);
  EXPECT_EQ(quantity("七", "亿"), 700000000);
  EXPECT_EQ(quantity("十", "万"), 100000);
  EXPECT_EQ(quantity("二十五", "万"), 250000);
  EXPECT_EQ(quantity("백", "만"), 1000000);
  EXPECT_EQ(quantity("3", "억"), 300000000);
}

TEST(Quantity, RefusesWhatIsNoNumber) {
  EXPECT_FALSE(quantity("", "million"));
  EXPECT_FALSE(quantity("few", ""));
  EXPECT_FALSE(quantity("0", ""));
  EXPECT_FALSE(quantity("5", "parsecs"));
  EXPECT_FALSE(quantity("99999999999999999999", "million"));
}

TEST(WordFinder, FindsWordsInWords) {
  const WordFinder finder({"he", "she", "hers", "亿", "non-commercial"});
  const auto found = [&](std::string_view text) {
    const WordSet set = finder.find(text);
    std::string out;
    for (std::size_t i = 0; i < finder.size(); ++i) out += set.has(i) ? '1' : '0';
    return out;
  };
  EXPECT_EQ(found("ushers"), "11100");
  EXPECT_EQ(found("超过1亿"), "00010");
  EXPECT_EQ(found("for non-non-commercial use"), "00001");
  EXPECT_EQ(found(""), "00000");
}

}  // namespace
}  // namespace aboveboard::license
