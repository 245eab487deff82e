#include "policy/day.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};

int days_in(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
}

std::string padded(int value, std::size_t width) {
  const std::string digits = std::to_string(value);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

// The numbers of a text, in order; of a month's name its number, at most four of them.
struct Part {
  int value = 0;
  bool name = false;
  std::size_t digits = 0;
};

std::vector<Part> parts_of(std::string_view text) {
  std::vector<Part> parts;
  const std::string lower = to_lower(text);
  for (std::size_t i = 0; i < lower.size() && parts.size() < 4;) {
    const auto run = [&](auto belongs) {
      std::size_t end = i;
      while (end < lower.size() && belongs(lower[end])) ++end;
      return std::string_view(lower).substr(i, end - i);
    };
    const std::string_view digits = run([](char c) { return c >= '0' && c <= '9'; });
    const std::string_view letters = run([](char c) { return c >= 'a' && c <= 'z'; });
    if (!digits.empty() && digits.size() <= 4) parts.push_back({static_cast<int>(*parse_decimal(digits)), false, digits.size()});
    const auto month = std::find(kMonths.begin(), kMonths.end(), letters.substr(0, 3));
    if (letters.size() >= 3 && month != kMonths.end()) parts.push_back({static_cast<int>(month - kMonths.begin()) + 1, true, 0});
    if (lower[i] == 't' && letters == "t" && parts.size() >= 3) break;  // a time of day
    i += std::max<std::size_t>({digits.size(), letters.size(), 1});
  }
  return parts;
}

}  // namespace

Day day_of(std::int64_t seconds) {
  // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  constexpr std::int64_t kDay = 86'400, kFirst = -719'162, kLast = 2'932'896;
  std::int64_t days = seconds / kDay - (seconds % kDay < 0 ? 1 : 0);
  days = std::clamp(days, kFirst, kLast) + 719'468;
  const std::int64_t era = days / 146'097, of_era = days % 146'097;
  const std::int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36'524 - of_era / 146'096) / 365;
  const std::int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;  // March is 0
  const auto month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
  return {static_cast<int>(year_of_era + era * 400) + (month <= 2 ? 1 : 0), month, static_cast<int>(of_year - (153 * shifted + 2) / 5 + 1)};
}

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_decimal(text.substr(0, 4)), month = parse_decimal(text.substr(5, 2)), day = parse_decimal(text.substr(8, 2));
  if (!year || !month || !day || *year == 0 || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  const Day parsed{static_cast<int>(*year), static_cast<int>(*month), static_cast<int>(*day)};
  return parsed.day <= days_in(parsed.year, parsed.month) ? std::optional(parsed) : std::nullopt;
}

std::string meant_day(std::string_view text) {
  std::vector<Part> parts = parts_of(text.substr(0, 64));
  if (parts.size() == 1 && text.size() == 8) return meant_day(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6, 2)));
  if (parts.size() == 0 && text.size() == 8 && parse_decimal(text)) return meant_day(std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6, 2)));
  if (parts.size() < 3) return "";
  parts.resize(3);
  const auto year = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return part.digits == 4; });
  if (year == parts.end()) return "";
  int y = year->value, month = 0, day = 0;
  const bool year_first = year == parts.begin();
  parts.erase(year);
  const auto named = std::find_if(parts.begin(), parts.end(), [](const Part& part) { return part.name; });
  if (named != parts.end()) {
    month = named->value;
    day = parts[named == parts.begin() ? 1 : 0].value;
  } else if (year_first || parts[1].value > 12) {
    month = parts[0].value, day = parts[1].value;
  } else if (parts[0].value > 12 || text.find('.') != std::string_view::npos) {
    day = parts[0].value, month = parts[1].value;
  } else {
    return "";  // 03/04/2027: in one country the third of April, in another March 4
  }
  if (y < 1 || month < 1 || month > 12 || day < 1 || day > 31) return "";
  return to_string(Day{y, month, std::min(day, days_in(y, month))});
}

std::string to_string(const Day& day) { return padded(day.year, 4) + "-" + padded(day.month, 2) + "-" + padded(day.day, 2); }

Day years_later(Day day, int years) {
  day.year += years;
  day.day = std::min(day.day, days_in(day.year, day.month));
  return day;
}

}  // namespace aboveboard
