#include "policy/day.h"

#include <gtest/gtest.h>

namespace aboveboard {
namespace {

TEST(Day, IsWhatTheCalendarSays) {
  EXPECT_EQ(to_string(day_of(0)), "1970-01-01");
  EXPECT_EQ(to_string(day_of(-1)), "1969-12-31");
  EXPECT_EQ(to_string(day_of(951'782'400)), "2000-02-29");
  EXPECT_EQ(to_string(day_of(1'795'219'200)), "2026-11-21");
  EXPECT_EQ(to_string(day_of(INT64_MAX)), "9999-12-31");
  EXPECT_EQ(to_string(day_of(INT64_MIN)), "0001-01-01");
}

TEST(Day, TakesOneFormAndDaysThatThereAre) {
  EXPECT_EQ(parse_day("2027-01-31"), (Day{2027, 1, 31}));
  EXPECT_EQ(parse_day("2028-02-29"), (Day{2028, 2, 29}));
  for (const char* text : {"2027-02-29", "2027-02-30", "2027-13-01", "2027-00-10", "2027-01-00", "0000-01-01", "2027-1-31", "31.01.2027", "2027/01/31", "20270131", "2027-01-31T00:00:00Z", "", "+027-01-31"}) EXPECT_FALSE(parse_day(text)) << text;
}

TEST(Day, GuessesWhatOtherFormsMean) {
  EXPECT_EQ(meant_day("31.01.2027"), "2027-01-31");
  EXPECT_EQ(meant_day("2027/1/31"), "2027-01-31");
  EXPECT_EQ(meant_day("January 31, 2027"), "2027-01-31");
  EXPECT_EQ(meant_day("31 Jan 2027"), "2027-01-31");
  EXPECT_EQ(meant_day("2027-01-31T12:00:00Z"), "2027-01-31");
  EXPECT_EQ(meant_day("20270131"), "2027-01-31");
  EXPECT_EQ(meant_day("2027-02-30"), "2027-02-28");
  EXPECT_EQ(meant_day("12/31/2027"), "2027-12-31");
  EXPECT_EQ(meant_day("03/04/2027"), "") << "the third of April or March 4";
  EXPECT_EQ(meant_day("next year"), "");
  EXPECT_EQ(meant_day(""), "");
}

TEST(Day, YearsLaterIsADay) { EXPECT_EQ(to_string(years_later({2028, 2, 29}, 1)), "2029-02-28"); }

}  // namespace
}  // namespace aboveboard
