#include "report/read_json_object.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/suggest.h"
#include "base/text.h"

namespace aboveboard::json {
namespace {

constexpr std::size_t kShownBytes = 60;  // of a text that is wrong

std::string shown(std::string_view text) { return quoted(text, kShownBytes); }

// What stands where something else should.
std::string kind_of(const data::Value& value) {
  switch (value.type) {
    case data::ValueType::Null: return "null";
    case data::ValueType::Bool: return value.boolean ? "true" : "false";
    case data::ValueType::Number: return "a number";
    case data::ValueType::String: return "a text";
    case data::ValueType::List: return "a list";
    case data::ValueType::Map: return "an object";
  }
  return "";
}

}  // namespace

void Reading::wrong(std::uint64_t line, std::string message, ErrorKind kind) {
  if (error_) return;
  error_ = Error{kind, std::move(message), {.path = path_, .line = line == 0 ? std::nullopt : std::optional(line), .byte = {}}};
}

ObjectReader::ObjectReader(const data::Value& value, std::string_view name, Reading& reading) : value_(value), name_(name), reading_(reading) {
  is(value, name, data::ValueType::Map, "an object");
}

bool ObjectReader::is(const data::Value& value, std::string_view key, data::ValueType type, std::string_view what) {
  if (value.type == type) return true;
  reading_.wrong(value.line, fmt::format("{} must be {}, not {}", shown(key), what, kind_of(value)));
  return false;
}

const data::Value* ObjectReader::member(std::string_view key, Need need) {
  known_.push_back(key);
  const data::Value* value = value_.find(key);
  if (value == nullptr && need == Need::Required) reading_.wrong(value_.line, fmt::format("the key {} is missing in {}", shown(key), shown(name_)));
  return value;
}

const std::vector<data::Value>& ObjectReader::items(std::string_view key, Need need) {
  static const std::vector<data::Value> kNone;
  const data::Value* value = member(key, need);
  return value != nullptr && is(*value, key, data::ValueType::List, "a list") ? value->items : kNone;
}

void ObjectReader::text(std::string_view key, std::string& out, Need need) {
  const data::Value* value = member(key, need);
  if (value != nullptr && is(*value, key, data::ValueType::String, "a text")) out = value->text;
}

void ObjectReader::texts(std::string_view key, std::vector<std::string>& out, Need need) {
  for (const data::Value& item : items(key, need)) {
    if (is(item, key, data::ValueType::String, "a list of texts")) out.push_back(item.text);
  }
}

void ObjectReader::flag(std::string_view key, bool& out, Need need) {
  const data::Value* value = member(key, need);
  if (value != nullptr && is(*value, key, data::ValueType::Bool, "true or false")) out = value->boolean;
}

void ObjectReader::set_number(std::string_view key, const data::Value& value, std::uint64_t& out) {
  if (!is(value, key, data::ValueType::Number, "a whole number")) return;
  const auto number = parse_decimal(value.text);
  if (!number) reading_.wrong(value.line, fmt::format("{} must be a whole number from 0 to 2^64 - 1, not {}", shown(key), shown(value.text)));
  out = number.value_or(0);
}

void ObjectReader::number(std::string_view key, std::uint64_t& out, Need need) {
  if (const data::Value* value = member(key, need)) set_number(key, *value, out);
}

void ObjectReader::number(std::string_view key, std::optional<std::uint64_t>& out) {
  if (const data::Value* value = member(key, Need::Optional)) set_number(key, *value, out.emplace());
}

void ObjectReader::numbers(std::string_view key, std::vector<std::uint64_t>& out) {
  for (const data::Value& item : items(key, Need::Required)) set_number(key, item, out.emplace_back());
}

void ObjectReader::number_or_null(std::string_view key, std::optional<std::uint64_t>& out) {
  const data::Value* value = member(key, Need::Required);
  if (value != nullptr && value->type != data::ValueType::Null) set_number(key, *value, out.emplace());
}

void ObjectReader::real(std::string_view key, double& out) {
  const data::Value* value = member(key, Need::Required);
  if (value == nullptr || !is(*value, key, data::ValueType::Number, "a number")) return;
  if (!std::isfinite(value->number)) reading_.wrong(value->line, fmt::format("{} is larger than a number can be: {}", shown(key), shown(value->text)));
  out = value->number;
}

void ObjectReader::real(std::string_view key, std::optional<double>& out) {
  if (value_.find(key) != nullptr) return real(key, out.emplace());
  known_.push_back(key);
}

void ObjectReader::one_of(std::string_view key, std::string& out, std::initializer_list<std::string_view> words, Need need) {
  const data::Value* value = member(key, need);
  if (value == nullptr || !is(*value, key, data::ValueType::String, "a text")) return;
  if (std::find(words.begin(), words.end(), value->text) == words.end()) unknown_word(key, *value, {words.begin(), words.end()});
  out = value->text;
}

void ObjectReader::derived_text(std::string_view key) {
  std::string text_there;
  text(key, text_there);
}

void ObjectReader::derived_flag(std::string_view key) {
  bool flag_there = false;
  flag(key, flag_there, Need::Optional);
}

void ObjectReader::unknown_word(std::string_view key, const data::Value& value, const std::vector<std::string>& words) {
  const std::string hint = did_you_mean(value.text.substr(0, kShownBytes), words);
  reading_.wrong(value.line, fmt::format("{} cannot be {}{}", shown(key), shown(value.text), hint.empty() ? "; known are " + join_and(words) : hint));
}

void ObjectReader::finish() {
  for (const data::Member& member : value_.members) {
    if (std::find(known_.begin(), known_.end(), member.key) != known_.end()) continue;
    const std::vector<std::string> keys(known_.begin(), known_.end());
    return reading_.wrong(member.line, fmt::format("unknown key {} in {}{}", shown(member.key), shown(name_), did_you_mean(member.key.substr(0, kShownBytes), keys)));
  }
}

}  // namespace aboveboard::json
