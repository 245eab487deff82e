#include "framework/conclusion_parse.h"

#include <algorithm>
#include <array>

#include "framework/rule_fields.h"

namespace aboveboard {
namespace {

using rule_fields::check_keys;
using rule_fields::malformed;
using rule_fields::need_text;
using rule_fields::unknown_word;

Result<std::vector<std::string>> parse_requires(const data::Value& item, const Framework& framework) {
  const data::Value* value = item.find("requires");
  if (value == nullptr) return malformed(item.line, "\"requires\" is missing here");
  ABOVEBOARD_ASSIGN(std::vector<std::string> ids, rule_fields::need_texts(*value, "requires"));
  for (const std::string& id : ids) {
    if (find_requirement(framework, id) != nullptr) continue;
    std::vector<std::string> known;
    for (const Requirement& requirement : framework.requirements) known.push_back(requirement.text.id);
    return unknown_word(value->line, "requirement of this framework", id, known);
  }
  return ids;
}

Status parse_modes(const data::Value& map, Framework& framework) {
  framework.modes = {""};
  const data::Value* modes = map.find("modes");
  if (modes == nullptr) return {};
  ABOVEBOARD_ASSIGN(framework.modes, rule_fields::need_texts(*modes, "modes"));
  for (auto mode = framework.modes.begin(); mode != framework.modes.end(); ++mode) {
    if (mode->empty() || std::find(framework.modes.begin(), mode, *mode) != mode) return malformed(modes->line, "the modes of a framework have names, each its own");
  }
  return {};
}

Status parse_ladder(const data::Value& value, const Vocabulary&, Framework& framework) {
  framework.modes = {""};
  if (!value.is_list() || value.items.empty()) return malformed(value.line, "a ladder is a list of labels, each with what it requires");
  for (const data::Value& item : value.items) {
    ABOVEBOARD_TRY(check_keys(item, {"label", "requires"}));
    const data::Value* word = item.find("label");
    if (word == nullptr) return malformed(item.line, "\"label\" is missing here");
    ABOVEBOARD_ASSIGN(const Label label, rule_fields::need_word<Label>(*word, "label", rule_fields::label_words(), label_from_string));
    if (!framework.ladder.empty() && framework.ladder.back().label >= label) return malformed(word->line, "the labels of a ladder stand lowest first, each once");
    ABOVEBOARD_ASSIGN(std::vector<std::string> ids, parse_requires(item, framework));
    framework.ladder.push_back({label, std::move(ids)});
  }
  return {};
}

Status parse_verdict(const data::Value& value, const Vocabulary& vocabulary, Framework& framework) {
  ABOVEBOARD_TRY(check_keys(value, {"modes", "met", "unmet", "unknown", "applies", "out-of-scope"}));
  ABOVEBOARD_TRY(parse_modes(value, framework));
  ABOVEBOARD_ASSIGN(framework.met, need_text(value, "met"));
  ABOVEBOARD_ASSIGN(framework.unmet, need_text(value, "unmet"));
  ABOVEBOARD_ASSIGN(framework.unknown, need_text(value, "unknown"));
  const data::Value* applies = value.find("applies");
  if (applies == nullptr) {
    if (const data::Value* words = value.find("out-of-scope")) return malformed(words->line, "\"out-of-scope\" stands beside \"applies\": the condition under which the framework applies");
    return {};
  }
  ABOVEBOARD_ASSIGN(framework.applies, parse_condition(*applies, vocabulary));
  ABOVEBOARD_ASSIGN(framework.out_of_scope, need_text(value, "out-of-scope"));
  return {};
}

Status parse_classes(const data::Value& value, const Vocabulary&, Framework& framework) {
  ABOVEBOARD_TRY(check_keys(value, {"modes", "none", "list"}));
  ABOVEBOARD_TRY(parse_modes(value, framework));
  const data::Value* none = value.find("none");
  if (none == nullptr) return malformed(value.line, "\"none\" is missing here: the id and the name where no class holds");
  ABOVEBOARD_TRY(check_keys(*none, {"id", "name"}));
  ABOVEBOARD_ASSIGN(framework.no_class.id, need_text(*none, "id"));
  ABOVEBOARD_ASSIGN(framework.no_class.name, need_text(*none, "name"));
  const data::Value* list = value.find("list");
  if (list == nullptr || !list->is_list() || list->items.empty()) return malformed(value.line, "\"list\" needs the classes, lowest first");
  for (const data::Value& item : list->items) {
    ABOVEBOARD_TRY(check_keys(item, {"id", "name", "requires"}));
    OpennessClass one;
    ABOVEBOARD_ASSIGN(one.id, need_text(item, "id"));
    ABOVEBOARD_ASSIGN(one.name, need_text(item, "name"));
    ABOVEBOARD_ASSIGN(one.requires_ids, parse_requires(item, framework));
    const auto same = [&](const OpennessClass& other) { return other.id == one.id; };
    if (same(framework.no_class) || std::any_of(framework.classes.begin(), framework.classes.end(), same)) return malformed(item.line, "the class \"" + one.id + "\" stands twice");
    framework.classes.push_back(std::move(one));
  }
  return {};
}

Status parse_scale(const data::Value& value, const Vocabulary&, Framework& framework) {
  ABOVEBOARD_TRY(check_keys(value, {"met", "partial", "unmet"}));
  framework.modes = {""};
  ABOVEBOARD_ASSIGN(framework.met, need_text(value, "met"));
  ABOVEBOARD_ASSIGN(framework.partial, need_text(value, "partial"));
  ABOVEBOARD_ASSIGN(framework.unmet, need_text(value, "unmet"));
  return {};
}

Status parse_checklist(const data::Value& value, const Vocabulary&, Framework& framework) {
  ABOVEBOARD_TRY(check_keys(value, {"met", "unmet", "unknown"}));
  framework.modes = {""};
  ABOVEBOARD_ASSIGN(framework.met, need_text(value, "met"));
  ABOVEBOARD_ASSIGN(framework.unmet, need_text(value, "unmet"));
  ABOVEBOARD_ASSIGN(framework.unknown, need_text(value, "unknown"));
  return {};
}

struct ConclusionWord {
  std::string_view name;
  Conclusion conclusion;
  Status (*parse)(const data::Value&, const Vocabulary&, Framework&);
};

constexpr std::array<ConclusionWord, 5> kConclusions = {{
    {"ladder", Conclusion::Ladder, parse_ladder},
    {"verdict", Conclusion::Verdict, parse_verdict},
    {"classes", Conclusion::Classes, parse_classes},
    {"scale", Conclusion::Scale, parse_scale},
    {"checklist", Conclusion::Checklist, parse_checklist},
}};

}  // namespace

Status parse_conclusion(const data::Value& value, const Vocabulary& vocabulary, Framework& framework) {
  const ConclusionWord* chosen = nullptr;
  for (const ConclusionWord& word : kConclusions) {
    const data::Value* found = value.find(word.name);
    if (found == nullptr) continue;
    if (chosen != nullptr) return malformed(found->line, "a framework has one conclusion, not \"" + std::string(chosen->name) + "\" and \"" + std::string(word.name) + "\"");
    chosen = &word;
    framework.conclusion = word.conclusion;
    ABOVEBOARD_TRY(word.parse(*found, vocabulary, framework));
  }
  if (chosen == nullptr) return malformed(value.line, "a framework needs a conclusion: ladder, verdict, classes, scale or checklist");
  return {};
}

}  // namespace aboveboard
