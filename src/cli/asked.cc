#include "cli/asked.h"

#include <algorithm>
#include <array>

#include "base/checked.h"
#include "base/suggest.h"
#include "base/text.h"
#include "framework/regions.h"

namespace aboveboard::cli {
namespace {

constexpr std::size_t kShown = 40;  // bytes of a wrong value in a message
constexpr std::uint64_t kMost = 1'000'000'000'000'000;

tl::unexpected<Error> wrong(std::string_view flag, std::string_view text, const std::string& accepted) {
  return fail(ErrorKind::Usage, std::string(flag) + " does not take " + quoted(text, kShown) + ": " + accepted);
}

// The power of ten that a letter behind a number stands for.
std::optional<unsigned> power_of(char letter) {
  switch (letter) {
    case 'k': case 'K': return 3;
    case 'm': case 'M': return 6;
    case 'b': case 'B': case 'g': case 'G': return 9;
    case 't': case 'T': return 12;
    default: return std::nullopt;
  }
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,000,000": commas only between groups of three digits. The digits, or nothing.
std::optional<std::string> without_commas(std::string_view text) {
  if (text.find(',') == std::string_view::npos) return std::string(text);
  const std::vector<std::string> groups = split(text, ',');
  std::string digits;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].empty() || groups[i].size() > 3 || (i > 0 && groups[i].size() != 3)) return std::nullopt;
    digits += groups[i];
  }
  return digits;
}

// A whole number, written plainly, with commas, or as a decimal number and a letter; nothing for any other form, and above kMost.
std::optional<std::uint64_t> number_from(std::string_view text) {
  unsigned power = 0;
  if (!text.empty() && !is_digit(text.back())) {
    const auto letter = power_of(text.back());
    if (!letter) return std::nullopt;
    power = *letter;
    text.remove_suffix(1);
  }
  const std::size_t point = text.find('.');
  const auto whole = without_commas(text.substr(0, point));
  std::string_view fraction = point == std::string_view::npos ? std::string_view() : text.substr(point + 1);
  if (!whole || whole->empty() || (point != std::string_view::npos && fraction.empty()) || fraction.size() > power) return std::nullopt;
  std::string digits = *whole + std::string(fraction) + std::string(power - fraction.size(), '0');
  if (!std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : digits) {
    const auto tens = checked_mul(number, 10);
    const auto sum = tens ? checked_add(*tens, static_cast<std::uint64_t>(c - '0')) : std::nullopt;
    if (!sum || *sum > kMost) return std::nullopt;
    number = *sum;
  }
  return number;
}

// What was probably meant: letters that look like digits, a sign, spaces between groups.
std::string nearest_number(std::string_view text) {
  std::string guess;
  for (const char c : text) {
    if (c == 'O' || c == 'o') guess += '0';
    else if (c == 'l' || c == 'I') guess += '1';
    else if (c == 'M' && !guess.empty() && guess.back() == 'M') continue;  // "700MM"
    else if (c != '-' && c != '+' && c != ' ' && c != '_' && c != '\'') guess += c;
  }
  return guess != text && number_from(guess) ? "; did you mean " + guess + "?" : "";
}

}  // namespace

Result<std::uint64_t> parse_users(std::string_view text) {
  if (const auto number = number_from(trim(text))) return *number;
  return wrong("--users", text, "users a month, as a whole number such as 50000, 10k, 700M or 1.5B" + nearest_number(trim(text)));
}

Result<std::uint64_t> parse_revenue(std::string_view text) {
  std::string_view amount = trim(text);
  for (const std::string_view sign : {"US$", "USD", "$"}) {
    if (amount.starts_with(sign)) amount = trim(amount.substr(sign.size()));
    if (amount.ends_with(sign)) amount = trim(amount.substr(0, amount.size() - sign.size()));
  }
  if (const auto number = number_from(amount)) return *number;
  return wrong("--revenue", text, "US dollars a year, as a whole number such as 500000, 20M, $20M or 1.5B" + nearest_number(amount));
}

Result<std::string> parse_region(std::string_view text) {
  if (const auto code = region_code(trim(text))) return *code;
  const std::string accepted = "a country's two letters (ISO 3166-1), such as DE or US, or EU";
  if (const auto meant = region_by_name(text)) return wrong("--region", text, accepted + "; did you mean " + *meant + "?");
  if (contains_ignoring_case(text, "europe")) return wrong("--region", text, accepted + "; did you mean EU?");
  for (const std::string& word : nearest(text, region_words(), 1)) {
    const auto meant = region_by_name(word);
    return wrong("--region", text, accepted + "; did you mean " + (meant ? *meant + " (" + word + ")" : word) + "?");
  }
  return wrong("--region", text, accepted);
}

Result<Asked> read_asked(const Invocation& given) {
  Asked asked;
  if (const auto users = given.value(FlagId::Users)) {
    ABOVEBOARD_ASSIGN(asked.users, parse_users(*users));
  }
  if (const auto revenue = given.value(FlagId::Revenue)) {
    ABOVEBOARD_ASSIGN(asked.revenue, parse_revenue(*revenue));
  }
  if (const auto region = given.value(FlagId::Region)) {
    ABOVEBOARD_ASSIGN(asked.region, parse_region(*region));
  }
  return asked;
}

}  // namespace aboveboard::cli
