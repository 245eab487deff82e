#include "data/value.h"

#include <charconv>
#include <cmath>
#include <limits>

#include "base/text.h"
#include "data/scalar.h"

namespace aboveboard::data {

const Value* Value::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::string_view Value::as_text() const {
  return type == ValueType::String ? std::string_view(text) : std::string_view();
}

std::vector<std::string> Value::as_texts() const {
  if (type == ValueType::String) return {text};
  std::vector<std::string> texts;
  for (const Value& item : items) {
    if (item.is_string()) texts.push_back(item.text);
  }
  return texts;
}

std::string text_of(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr ? std::string() : std::string(trim(value->text));
}

std::vector<std::string> texts_of(const Value& map, std::string_view key) {
  const Value* value = map.find(key);
  return value == nullptr ? std::vector<std::string>() : value->as_texts();
}

void set_decimal(Value& value, std::string_view spelling) {
  value.type = ValueType::Number;
  value.text = spelling;
  if (!spelling.empty() && spelling.front() == '+') spelling.remove_prefix(1);
  const char* const begin = spelling.data();
  const char* const end = begin + spelling.size();

  std::int64_t whole = 0;
  const auto as_integer = std::from_chars(begin, end, whole);
  if (as_integer.ec == std::errc() && as_integer.ptr == end) value.integer = whole;

  const auto as_double = std::from_chars(begin, end, value.number);
  if (as_double.ec == std::errc::result_out_of_range) {
    const bool negative = spelling.front() == '-';
    const std::string_view digits = spelling.substr(negative ? 1 : 0);
    const bool tiny = spelling.find("e-") != std::string_view::npos || spelling.find("E-") != std::string_view::npos ||
                      (digits.starts_with("0.") && spelling.find_first_of("eE") == std::string_view::npos);
    const double size = tiny ? 0.0 : std::numeric_limits<double>::infinity();
    value.number = negative ? -size : size;
  }
  // 1e6 and 3.0 are whole numbers too; beyond 2^53 a double no longer tells which.
  constexpr double kExact = 9007199254740992.0;
  if (!value.integer && std::abs(value.number) <= kExact && value.number == std::trunc(value.number)) {
    value.integer = static_cast<std::int64_t>(value.number);
  }
}

}  // namespace aboveboard::data
