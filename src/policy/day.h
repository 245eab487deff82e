// Days of the calendar (ISO 8601, YYYY-MM-DD), in UTC. No clock: today is passed in.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aboveboard {

struct Day {
  int year = 1970, month = 1, day = 1;
  auto operator<=>(const Day&) const = default;
};

// The day of a count of seconds since 1970-01-01T00:00:00Z; between the years 1 and 9999.
Day day_of(std::int64_t seconds);
// Exactly YYYY-MM-DD, of a day that there is. Nothing for any other form and for February 30.
std::optional<Day> parse_day(std::string_view text);
// The day that a date in a common other form, or one that there is not, seems to mean: "31.01.2027", "2027/1/31", "January 31, 2027" and "2027-02-30" are told as YYYY-MM-DD; "" where it cannot be guessed.
std::string meant_day(std::string_view text);
std::string to_string(const Day& day);
Day years_later(Day day, int years);

}  // namespace aboveboard
