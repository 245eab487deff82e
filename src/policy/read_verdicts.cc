// What a policy asks of verdicts: label, frameworks, components, uses.
#include <algorithm>

#include "base/text.h"
#include "policy/reader.h"

namespace aboveboard::policy {
namespace {

const FrameworkWords* find_framework(Reader& reader, const Value& id) {
  std::vector<std::string> ids;
  for (const FrameworkWords& words : reader.words.frameworks) ids.push_back(words.id);
  const std::string found = word_of(reader, id, "framework", ids);
  for (const FrameworkWords& words : reader.words.frameworks) {
    if (words.id == found) return &words;
  }
  return nullptr;
}

// A member that the framework must have words for.
std::string framework_word(Reader& reader, const Value& map, std::string_view key, const std::string& id, const std::vector<std::string>& known) {
  const Value* value = map.find(key);
  if (value == nullptr) return "";
  if (!known.empty()) return word_of(reader, *value, std::string(key) + " of " + id, known);
  reader.error(value->line, id + " has no `" + std::string(key) + "`");
  return "";
}

std::optional<double> read_score(Reader& reader, const Value& map, const FrameworkWords& words) {
  const Value* value = map.find("score-at-least");
  if (value == nullptr) return std::nullopt;
  if (!words.score) {
    reader.error(value->line, words.id + " has no score");
  } else if (value->type != data::ValueType::Number || !(value->number >= 0 && value->number <= 1)) {
    reader.error(value->line, "a score is a number from 0 to 1; here stands " + shown(value->text));
  } else {
    return value->number;
  }
  return std::nullopt;
}

void read_framework(Reader& reader, const Value& map) {
  if (!check_map(reader, map, "a framework", {"id", "mode", "at-least", "result", "score-at-least", "reading"})) return;
  const Value* id = map.find("id");
  if (id == nullptr) return reader.error(map.line, "a framework lacks its `id`");
  const FrameworkWords* words = find_framework(reader, *id);
  if (words == nullptr) return;
  const std::size_t errors = reader.result.errors.size();
  FrameworkRule rule;
  rule.id = words->id;
  rule.line = map.line;
  rule.mode = framework_word(reader, map, "mode", words->id, words->modes);
  rule.at_least = framework_word(reader, map, "at-least", words->id, words->ladder);
  rule.result = framework_word(reader, map, "result", words->id, words->results);
  rule.score = read_score(reader, map, *words);
  if (const Value* reading = map.find("reading")) rule.reading = reading_of(reader, *reading).value_or(PolicyReading::AtLeast);
  if (reader.result.errors.size() != errors) return;
  if (map.find("mode") == nullptr && words->modes.size() > 1) return reader.error(map.line, words->id + " is read in several modes; say which: `mode: " + words->modes.front() + "` (known are " + join_and(words->modes) + ")");
  if (rule.mode.empty() && !words->modes.empty()) rule.mode = words->modes.front();
  const int asked = (rule.at_least.empty() ? 0 : 1) + (rule.result.empty() ? 0 : 1) + (rule.score ? 1 : 0);
  if (asked != 1) return reader.error(map.line, "a framework is asked for one of `at-least`, `result` and `score-at-least`");
  reader.result.policy.frameworks.push_back(std::move(rule));
}

}  // namespace

void read_label(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`label`", {"at-least", "reading"})) return;
  LabelRule rule;
  rule.line = value.line;
  const Value* at_least = value.find("at-least");
  if (at_least == nullptr) return reader.error(value.line, "`label` lacks `at-least`");
  const auto label = enum_of<Label>(reader, *at_least, "label");
  if (const Value* reading = value.find("reading")) rule.reading = reading_of(reader, *reading).value_or(PolicyReading::AtLeast);
  if (!label) return;
  rule.at_least = *label;
  rule.line = at_least->line;
  reader.result.policy.label = rule;
}

void read_frameworks(Reader& reader, const Value& value) {
  for (const Value& item : items_of(reader, value, "`frameworks`")) read_framework(reader, item);
}

void read_components(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`components`", {"require"})) return;
  const Value* require = value.find("require");
  if (require == nullptr) return reader.error(value.line, "`components` lacks `require`");
  static const std::vector<std::string> kEnough = {"referenced", "partial", "present"};
  for (const Value& item : items_of(reader, *require, "`require`")) {
    if (item.is_map() && !check_map(reader, item, "a component", {"id", "presence"})) continue;
    const Value* id = item.is_map() ? item.find("id") : &item;
    if (id == nullptr) {
      reader.error(item.line, "a component lacks its `id`");
      continue;
    }
    ComponentRule rule;
    rule.line = item.line;
    const auto component = enum_of<ComponentId>(reader, *id, "component");
    if (const Value* presence = item.find("presence")) rule.presence = presence_from_string(word_of(reader, *presence, "presence", kEnough)).value_or(Presence::Present);
    if (!component) continue;
    rule.id = *component;
    reader.result.policy.components.push_back(rule);
  }
}

void read_uses(Reader& reader, const Value& value) {
  if (!check_map(reader, value, "`uses`", {"require"})) return;
  const Value* require = value.find("require");
  if (require == nullptr) return reader.error(value.line, "`uses` lacks `require`");
  for (const Value& item : items_of(reader, *require, "`require`")) {
    if (item.is_map() && !check_map(reader, item, "a use", {"id", "answers"})) continue;
    const Value* id = item.is_map() ? item.find("id") : &item;
    if (id == nullptr) {
      reader.error(item.line, "a use lacks its `id`");
      continue;
    }
    UseRule rule{word_of(reader, *id, "use", reader.words.uses), {}, item.line};
    const Value* answers = item.find("answers");
    if (answers == nullptr) rule.answers = {UseAnswer::Yes};
    for (const Value& answer : answers == nullptr ? std::vector<Value>{} : items_of(reader, *answers, "`answers`")) {
      const auto word = enum_of<UseAnswer>(reader, answer, "answer");
      if (word == UseAnswer::Unknown) reader.error(answer.line, "\"unknown\" is never enough: what cannot be told does not pass");
      else if (word) rule.answers.push_back(*word);
    }
    if (answers != nullptr && answers->is_list() && answers->items.empty()) reader.error(answers->line, "no answer is enough: every release would fail");
    if (!rule.id.empty()) reader.result.policy.uses.push_back(std::move(rule));
  }
}

}  // namespace aboveboard::policy
