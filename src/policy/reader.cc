#include "policy/reader.h"

#include <algorithm>

#include "base/limits.h"
#include "base/suggest.h"
#include "base/text.h"

namespace aboveboard::policy {
namespace {

constexpr std::size_t kShownBytes = 80;
constexpr std::size_t kFewWords = 12;

const char* name_of(data::ValueType type) {
  switch (type) {
    case data::ValueType::Null: return "nothing";
    case data::ValueType::Bool: return "true or false";
    case data::ValueType::Number: return "a number";
    case data::ValueType::String: return "a text";
    case data::ValueType::List: return "a list";
    case data::ValueType::Map: return "a map";
  }
  return "";
}

std::string instead(const Value& value) {
  const bool scalar = value.type == data::ValueType::String || value.type == data::ValueType::Number || value.type == data::ValueType::Bool;
  return std::string("here stands ") + name_of(value.type) + (scalar ? ": " + shown(value.text) : "");
}

}  // namespace

void Reader::error(Line line, std::string message) {
  std::vector<Error>& errors = result.errors;
  if (errors.size() > limits::kPolicyErrors) return;
  if (errors.size() == limits::kPolicyErrors) message = "more errors are not told";
  errors.push_back({ErrorKind::Usage, std::move(message), {.path = result.policy.path, .line = line, .byte = {}}});
}

void Reader::warn(std::string rule, Line line, std::string message) {
  if (result.warnings.size() < limits::kPolicyErrors) result.warnings.push_back({std::move(rule), std::move(message), {result.policy.path, line}});
}

std::string shown(std::string_view text) { return quoted(text, kShownBytes); }

void unknown_word(Reader& reader, Line line, std::string_view what, std::string_view text, const std::vector<std::string>& known) {
  std::string hint = did_you_mean(text, known);
  if (hint.empty() && !known.empty() && known.size() <= kFewWords) hint = "; known are " + join_and(known);
  reader.error(line, "unknown " + std::string(what) + " " + shown(text) + hint);
}

bool check_map(Reader& reader, const Value& value, std::string_view what, std::initializer_list<std::string_view> keys) {
  if (!value.is_map()) {
    reader.error(value.line, std::string(what) + " is a map; " + instead(value));
    return false;
  }
  std::vector<std::string> known;
  for (const std::string_view key : keys) known.emplace_back(key);
  for (const data::Member& member : value.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) unknown_word(reader, member.line, "key", member.key, known);
  }
  return true;
}

const std::vector<Value>& items_of(Reader& reader, const Value& value, std::string_view what) {
  static const std::vector<Value> kNone;
  if (!value.is_list()) {
    reader.error(value.line, std::string(what) + " is a list, such as [a, b]; " + instead(value));
    return kNone;
  }
  if (value.items.size() > limits::kPolicyEntries) {
    reader.error(value.line, std::string(what) + " has more than " + std::to_string(limits::kPolicyEntries) + " entries");
    return kNone;
  }
  return value.items;
}

std::string text_of(Reader& reader, const Value& value, std::string_view what, bool any_scalar) {
  const bool scalar = value.is_string() || (any_scalar && (value.type == data::ValueType::Number || value.type == data::ValueType::Bool));
  if (!scalar) {
    reader.error(value.line, std::string(what) + " is a text; " + instead(value));
    return "";
  }
  return std::string(trim(value.text));
}

bool boolean_of(Reader& reader, const Value& value, std::string_view what) {
  if (value.type != data::ValueType::Bool) reader.error(value.line, std::string(what) + " is true or false; " + instead(value));
  return value.boolean;
}

std::string member_text(Reader& reader, const Value& map, std::string_view key, bool required, bool any_scalar) {
  const Value* value = map.find(key);
  if (value == nullptr) {
    if (required) reader.error(map.line, "an entry here lacks `" + std::string(key) + "`");
    return "";
  }
  const std::size_t before = reader.result.errors.size();
  std::string text = text_of(reader, *value, key, any_scalar);
  if (text.empty() && before == reader.result.errors.size()) reader.error(value->line, "`" + std::string(key) + "` is empty");
  return text;
}

std::string word_of(Reader& reader, const Value& value, std::string_view what, const std::vector<std::string>& known) {
  const std::size_t before = reader.result.errors.size();
  const std::string text = text_of(reader, value, what, true);
  if (reader.result.errors.size() != before) return "";
  const auto found = std::find_if(known.begin(), known.end(), [&](const std::string& word) { return equals_ignoring_case(word, text); });
  if (found != known.end()) return *found;
  unknown_word(reader, value.line, what, text, known);
  return "";
}

std::vector<ComponentId> component_ids(Reader& reader, const Value& value, std::string_view what) {
  std::vector<ComponentId> ids;
  for (const Value& item : items_of(reader, value, what)) {
    if (const auto id = enum_of<ComponentId>(reader, item, "component")) ids.push_back(*id);
  }
  return ids;
}

std::string license_id(Reader& reader, const Value& value) {
  const std::size_t before = reader.result.errors.size();
  const std::string text = text_of(reader, value, "a license");
  if (reader.result.errors.size() != before) return "";
  if (text.find(" OR ") != std::string::npos || text.find(" AND ") != std::string::npos || text.find_first_of("()") != std::string::npos) {
    reader.error(value.line, "licenses are named one by one, not as the expression " + shown(text));
    return "";
  }
  const std::size_t with = text.find(" WITH ");
  const std::string base = text.substr(0, with);
  const auto& known = reader.words.licenses;
  const auto found = std::find_if(known.begin(), known.end(), [&](const std::string& id) { return equals_ignoring_case(id, base); });
  if (found != known.end()) return with == std::string::npos ? *found : *found + text.substr(with);
  const bool reference = text.starts_with("LicenseRef-") && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == std::string::npos;
  if (reference && text.size() > std::string_view("LicenseRef-").size()) {
    const std::string hint = did_you_mean(text, known);
    reader.warn("policy/license-by-name", value.line, text + " is known by the title of its text only: any text with that title would pass" + (hint.empty() ? "." : hint) + " Teach the text with `aboveboard license learn`, and give it with --licenses.");
    return text;
  }
  unknown_word(reader, value.line, "license", text, known);
  return "";
}

std::string sha256_text(Reader& reader, const Value& map) {
  std::string text = to_lower(member_text(reader, map, "sha256", true, true));
  if (text.starts_with("sha256:")) text.erase(0, 7);
  constexpr std::size_t kDigits = 64;
  if (text.empty() || (text.size() == kDigits && is_lower_hex(text))) return text;
  reader.error(map.find("sha256")->line, "a SHA-256 is 64 hexadecimal digits; here stands " + shown(text));
  return "";
}

void check_rule_glob(Reader& reader, Line line, const std::string& glob) {
  const auto& rules = reader.words.rules;
  if (glob.empty() || std::any_of(rules.begin(), rules.end(), [&](const std::string& rule) { return glob_match(glob, rule); })) return;
  unknown_word(reader, line, "rule", glob, rules);
}

std::optional<PolicyReading> reading_of(Reader& reader, const Value& value) {
  const std::string word = word_of(reader, value, "reading", {"at-least", "apparent"});
  if (word.empty()) return std::nullopt;
  return word == "apparent" ? PolicyReading::Apparent : PolicyReading::AtLeast;
}

}  // namespace aboveboard::policy
