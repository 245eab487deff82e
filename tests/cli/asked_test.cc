// What the asker says of himself, and what is said to wrong forms of it.
#include "cli/asked.h"

#include <gtest/gtest.h>

namespace aboveboard::cli {
namespace {

std::string wrong_users(std::string_view text) {
  const auto parsed = parse_users(text);
  EXPECT_FALSE(parsed) << text;
  return parsed ? "" : parsed.error().message;
}

std::string wrong_region(std::string_view text) {
  const auto parsed = parse_region(text);
  EXPECT_FALSE(parsed) << text;
  return parsed ? "" : parsed.error().message;
}

TEST(Asked, NumbersAreReadAsPeopleWriteThem) {
  EXPECT_EQ(parse_users("50000").value_or(0), 50'000u);
  EXPECT_EQ(parse_users("10k").value_or(0), 10'000u);
  EXPECT_EQ(parse_users("700M").value_or(0), 700'000'000u);
  EXPECT_EQ(parse_users("1.5B").value_or(0), 1'500'000'000u);
  EXPECT_EQ(parse_users("1,000,000").value_or(0), 1'000'000u);
  EXPECT_EQ(parse_users("0").value_or(1), 0u);
  EXPECT_EQ(parse_revenue("$20M").value_or(0), 20'000'000u);
  EXPECT_EQ(parse_revenue("20M USD").value_or(0), 20'000'000u);
  EXPECT_EQ(parse_revenue("US$ 1.25m").value_or(0), 1'250'000u);
}

TEST(Asked, WrongNumbersSayWhatIsAcceptedAndTheNearest) {
  EXPECT_EQ(wrong_users("7OOM"), "--users does not take \"7OOM\": users a month, as a whole number such as 50000, 10k, 700M or 1.5B; did you mean 700M?");
  EXPECT_NE(wrong_users("-3").find("did you mean 3?"), std::string::npos);
  for (const char* text : {"", "many", "1.5", "1,00", "M", "1e9", "700 million", "99999999999999999999", "0x10", "1.5555k"}) {
    EXPECT_NE(wrong_users(text).find("as a whole number such as"), std::string::npos) << text;
  }
  const auto euros = parse_revenue("20M EUR");
  ASSERT_FALSE(euros);
  EXPECT_NE(euros.error().message.find("US dollars a year"), std::string::npos);
}

TEST(Asked, RegionsAreCodes) {
  EXPECT_EQ(parse_region("de").value_or(""), "DE");
  EXPECT_EQ(parse_region("EU").value_or(""), "EU");
  EXPECT_NE(wrong_region("Europe").find("did you mean EU?"), std::string::npos);
  EXPECT_NE(wrong_region("Germany").find("did you mean DE?"), std::string::npos);
  EXPECT_NE(wrong_region("Germny").find("did you mean DE (Germany)?"), std::string::npos) << wrong_region("Germny");
  EXPECT_NE(wrong_region("ZZ").find("a country's two letters"), std::string::npos);
  EXPECT_NE(wrong_region("").find("a country's two letters"), std::string::npos);
}

TEST(Asked, FlagsAreReadTogether) {
  const auto given = parse({"audit", "x", "--users", "10k", "--revenue=$2M", "--region", "fr"});
  ASSERT_TRUE(given);
  const auto asked = read_asked(*given);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->users, 10'000u);
  EXPECT_EQ(asked->revenue, 2'000'000u);
  EXPECT_EQ(asked->region, "FR");
  EXPECT_FALSE(parse({"inspect", "x", "--users", "5"})) << "only an audit answers uses";
  const auto bad = parse({"audit", "x", "--users", "lots"});
  ASSERT_TRUE(bad);
  EXPECT_FALSE(read_asked(*bad));
}

}  // namespace
}  // namespace aboveboard::cli
