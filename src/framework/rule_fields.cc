#include "framework/rule_fields.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "model/component.h"
#include "model/license.h"
#include "model/verdict.h"

namespace aboveboard::rule_fields {
namespace {

constexpr std::size_t kTold = 60;  // of an offending text

bool is_scalar(const data::Value& value) { return !value.is_list() && !value.is_map() && value.type != data::ValueType::Null; }

std::string found(const data::Value& value) {
  if (value.is_list()) return "a list";
  if (value.is_map()) return "a map";
  return value.type == data::ValueType::Null ? "nothing" : quoted(value.text, kTold);
}

}  // namespace

tl::unexpected<Error> malformed(std::uint64_t line, std::string message) { return fail(ErrorKind::Malformed, std::move(message), {.path = {}, .line = line, .byte = {}}); }

tl::unexpected<Error> unknown_word(std::uint64_t line, std::string_view kind, std::string_view word, const std::vector<std::string>& known) {
  // A longer word is none that somebody mistyped.
  const std::string hint = word.size() > kTold ? "" : did_you_mean(word, known);
  return malformed(line, "no " + std::string(kind) + " is called " + quoted(word, kTold) + hint);
}

Status check_keys(const data::Value& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map()) return malformed(map.line, "keys with values are needed here, not " + found(map));
  for (const data::Member& member : map.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) return unknown_word(member.line, "key", member.key, {known.begin(), known.end()});
    if (map.find(member.key) != &member.value) return malformed(member.line, "the key \"" + member.key + "\" stands twice");
  }
  return {};
}

Result<std::string> optional_text(const data::Value& map, std::string_view key) {
  const data::Value* value = map.find(key);
  if (value == nullptr) return std::string();
  if (!is_scalar(*value)) return malformed(value->line, "\"" + std::string(key) + "\" needs a text, not " + found(*value));
  return text_of(map, key);
}

Result<std::string> need_text(const data::Value& map, std::string_view key) {
  ABOVEBOARD_ASSIGN(std::string text, optional_text(map, key));
  if (text.empty()) return malformed(map.line, "\"" + std::string(key) + "\" is missing here");
  return text;
}

Result<std::vector<std::string>> need_texts(const data::Value& value, std::string_view what) {
  if (is_scalar(value)) return std::vector<std::string>{value.text};
  if (!value.is_list() || value.items.empty()) return malformed(value.line, std::string(what) + " needs a text or a list of texts, not " + (value.is_list() ? "an empty list" : found(value)));
  std::vector<std::string> texts;
  for (const data::Value& item : value.items) {
    if (!is_scalar(item)) return malformed(item.line, std::string(what) + " needs texts, not " + found(item));
    texts.push_back(item.text);
  }
  return texts;
}

Result<bool> need_bool(const data::Value& value, std::string_view what) {
  if (value.type != data::ValueType::Bool) return malformed(value.line, std::string(what) + " is true or false, not " + found(value));
  return value.boolean;
}

Result<double> need_number(const data::Value& value, std::string_view what) {
  if (value.type != data::ValueType::Number) return malformed(value.line, std::string(what) + " needs a number, not " + found(value));
  return value.number;
}

std::vector<std::string> component_words() {
  std::vector<std::string> words;
  for (const ComponentId id : all_components()) words.emplace_back(to_string(id));
  return words;
}

std::vector<std::string> class_words() {
  std::vector<std::string> words;
  for (int i = 0; i <= static_cast<int>(LicenseClass::Unknown); ++i) words.emplace_back(to_string(static_cast<LicenseClass>(i)));
  return words;
}

std::vector<std::string> label_words() {
  std::vector<std::string> words;
  for (int i = 0; i <= static_cast<int>(Label::OpenSourceOpenData); ++i) words.emplace_back(to_string(static_cast<Label>(i)));
  return words;
}

}  // namespace aboveboard::rule_fields
