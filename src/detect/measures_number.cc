#include "detect/measures_number.h"

#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::detect {

namespace {

constexpr std::array<std::pair<std::string_view, double>, 27> kScales = {{
    {"", 1}, {"k", 1e3}, {"thousand", 1e3}, {"m", 1e6}, {"mn", 1e6}, {"million", 1e6}, {"b", 1e9}, {"bn", 1e9}, {"billion", 1e9}, {"g", 1e9}, {"t", 1e12}, {"tn", 1e12},
    {"trillion", 1e12}, {"quadrillion", 1e15}, {"万", 1e4}, {"百万", 1e6}, {"千万", 1e7}, {"亿", 1e8}, {"十亿", 1e9}, {"百亿", 1e10}, {"千亿", 1e11}, {"万亿", 1e12},
    {"exa", 1e18}, {"zetta", 1e21}, {"yotta", 1e24}, {"petaflop-day", 8.64e19}, {"ronna", 1e27},
}};

constexpr std::array<std::string_view, 10> kRaised = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

// Raised digits as plain ones; anything else as it is.
std::string lowered(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t step = 1;
    char c = text[i];
    for (std::size_t digit = 0; digit < kRaised.size(); ++digit) {
      if (!text.substr(i).starts_with(kRaised[digit])) continue;
      c = static_cast<char>('0' + digit);
      step = kRaised[digit].size();
    }
    plain.push_back(c);
    i += step;
  }
  return plain;
}

std::optional<double> scale_of(std::string_view scale) {
  for (const auto& [word, value] : kScales) {
    if (word == scale) return value;
  }
  const std::optional<std::uint64_t> exponent = parse_decimal(lowered(scale));
  if (!exponent || *exponent > 40) return std::nullopt;
  return std::pow(10.0, static_cast<double>(*exponent));
}

// Is every comma before exactly three figures? "2,5" is no number here: it may be 2.5 or 25.
bool commas_group_thousands(std::string_view digits) {
  const std::string_view whole = digits.substr(0, digits.find('.'));
  if (digits.substr(whole.size()).find(',') != std::string_view::npos) return false;
  for (std::size_t comma = whole.find(','); comma != std::string_view::npos; comma = whole.find(',', comma + 1)) {
    const std::size_t next = whole.find(',', comma + 1);
    if (comma == 0 || (next == std::string_view::npos ? whole.size() : next) - comma != 4) return false;
  }
  return true;
}

}  // namespace

std::optional<double> spelled_number(std::string_view digits, std::string_view scale) {
  if (digits.empty() || digits.size() > limits::kMeasureDigits || !commas_group_thousands(digits)) return std::nullopt;
  double value = 0, place = 0;
  for (const char c : digits) {
    if (c == ',') continue;
    if (c == '.') {
      if (place != 0) return std::nullopt;
      place = 1;
    } else if (c < '0' || c > '9') {
      return std::nullopt;
    } else if (place == 0) {
      value = value * 10 + (c - '0');
    } else {
      place /= 10;
      value += (c - '0') * place;
    }
  }
  const std::optional<double> factor = scale_of(scale);
  if (!factor) return std::nullopt;
  value *= *factor;
  if (!(value > 0) || value > kGreatestNumber) return std::nullopt;
  return value;
}

}  // namespace aboveboard::detect
