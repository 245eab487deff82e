#include <array>
#include <charconv>
#include <limits>
#include <string>

#include "data/scalar.h"

namespace aboveboard::data {
namespace {

template <std::size_t kCount>
bool is_one_of(std::string_view text, const std::array<std::string_view, kCount>& words) {
  for (const std::string_view word : words) {
    if (text == word) return true;
  }
  return false;
}

constexpr std::array<std::string_view, 5> kNulls = {"", "~", "null", "Null", "NULL"};
constexpr std::array<std::string_view, 3> kTrues = {"true", "True", "TRUE"};
constexpr std::array<std::string_view, 3> kFalses = {"false", "False", "FALSE"};
constexpr std::array<std::string_view, 3> kInfinities = {".inf", ".Inf", ".INF"};
constexpr std::array<std::string_view, 3> kNans = {".nan", ".NaN", ".NAN"};

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (i < text.size() && text[i] >= '0' && text[i] <= '9') ++i;
  return i;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?   (YAML 1.2.2, section 10.3.2)
bool is_decimal(std::string_view text) {
  std::size_t i = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  const std::size_t whole = skip_digits(text, i);
  std::size_t digits = whole - i;
  i = whole;
  if (i < text.size() && text[i] == '.') {
    const std::size_t fraction = skip_digits(text, i + 1);
    digits += fraction - i - 1;
    i = fraction;
  }
  if (digits == 0) return false;
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '-' || text[i] == '+')) ++i;
    const std::size_t exponent = skip_digits(text, i);
    if (exponent == i) return false;
    i = exponent;
  }
  return i == text.size();
}

bool set_prefixed_integer(Value& value, std::string_view text) {
  const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
  if (base == 0 || text.size() == 2) return false;
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + 2, end, number, base);
  if (parsed.ec != std::errc() || parsed.ptr != end || text[2] == '-') return false;
  value.type = ValueType::Number;
  value.integer = number;
  value.number = static_cast<double>(number);
  return true;
}

}  // namespace

void resolve_plain(Value& value) {
  const std::string_view text = value.text;
  if (is_one_of(text, kNulls)) {
    value.type = ValueType::Null;
    value.text.clear();
    return;
  }
  if (is_one_of(text, kTrues) || is_one_of(text, kFalses)) {
    value.type = ValueType::Bool;
    value.boolean = is_one_of(text, kTrues);
    return;
  }
  if (is_decimal(text)) return set_decimal(value, std::string(text));
  if (set_prefixed_integer(value, text)) return;
  const bool negative = text.front() == '-';
  const std::string_view magnitude = text.substr(negative || text.front() == '+' ? 1 : 0);
  if (is_one_of(magnitude, kInfinities) || is_one_of(text, kNans)) {
    const double infinity = std::numeric_limits<double>::infinity();
    value.type = ValueType::Number;
    value.number = is_one_of(text, kNans) ? std::numeric_limits<double>::quiet_NaN() : negative ? -infinity : infinity;
  }
}

}  // namespace aboveboard::data
