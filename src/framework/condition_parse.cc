#include <algorithm>
#include <array>
#include <cmath>

#include "framework/condition.h"
#include "framework/rule_fields.h"

namespace aboveboard {
namespace {

using rule_fields::check_keys;
using rule_fields::component_words;
using rule_fields::malformed;
using rule_fields::need_number;
using rule_fields::need_text;
using rule_fields::need_texts;
using rule_fields::need_word;
using rule_fields::unknown_word;

// What the closed lists of data information and of measures hold (model/data_information.h, model/measure.h).
const std::vector<std::string> kAspects = {"provenance", "scope", "obtained", "selection", "labeling", "processing"};
const std::vector<std::string> kMeasures = {"parameters", "training-tokens", "training-compute"};
const std::vector<std::string> kDepths = {"named", "described", "shared"};
const std::vector<std::string> kAccesses = {"open", "public", "obtainable", "unshareable", "unknown"};
const std::vector<std::string> kPresences = {"referenced", "partial", "present"};
const std::vector<std::string> kReadings = {"apparent", "proven"};

Result<std::vector<ComponentId>> parse_components(const data::Value& value) {
  ABOVEBOARD_ASSIGN(const std::vector<std::string> words, need_texts(value, "a component"));
  std::vector<ComponentId> components;
  for (const std::string& word : words) {
    const auto component = component_from_string(word);
    if (!component) return unknown_word(value.line, "component", word, component_words());
    components.push_back(*component);
  }
  return components;
}

Result<std::string> known_word(const data::Value& value, std::string_view kind, const std::vector<std::string>& known) {
  if (!value.is_string() || std::find(known.begin(), known.end(), value.text) == known.end()) return unknown_word(value.line, kind, value.text, known);
  return value.text;
}

// The member `key` of a map, which must be there.
Result<const data::Value*> member(const data::Value& map, std::string_view key) {
  const data::Value* value = map.find(key);
  if (value == nullptr) return malformed(map.line, "\"" + std::string(key) + "\" is missing here");
  return value;
}

Status parse_parts(const data::Value& value, const Vocabulary& vocabulary, Condition& condition) {
  if (condition.predicate == Predicate::Not) {
    ABOVEBOARD_ASSIGN(Condition part, parse_condition(value, vocabulary));
    condition.parts.push_back(std::move(part));
    return {};
  }
  if (!value.is_list() || value.items.empty()) return malformed(value.line, "all and any need a list of conditions");
  for (const data::Value& item : value.items) {
    ABOVEBOARD_ASSIGN(Condition part, parse_condition(item, vocabulary));
    condition.parts.push_back(std::move(part));
  }
  return {};
}

Status parse_component_list(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_ASSIGN(condition.components, parse_components(value));
  return {};
}

Status parse_presence(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_TRY(check_keys(value, {"component", "at-least"}));
  ABOVEBOARD_ASSIGN(const data::Value* component, member(value, "component"));
  ABOVEBOARD_ASSIGN(const data::Value* least, member(value, "at-least"));
  ABOVEBOARD_ASSIGN(condition.components, parse_components(*component));
  ABOVEBOARD_ASSIGN(const std::string word, known_word(*least, "presence", kPresences));
  condition.presence = *presence_from_string(word);
  return {};
}

Status parse_licensed(const data::Value& value, const Vocabulary& vocabulary, Condition& condition) {
  ABOVEBOARD_TRY(check_keys(value, {"component", "accept"}));
  ABOVEBOARD_ASSIGN(const data::Value* component, member(value, "component"));
  ABOVEBOARD_ASSIGN(const data::Value* accept, member(value, "accept"));
  ABOVEBOARD_ASSIGN(condition.components, parse_components(*component));
  const auto set = std::find_if(vocabulary.sets.begin(), vocabulary.sets.end(), [&](const AcceptedSet& s) { return s.id == accept->as_text(); });
  if (set == vocabulary.sets.end()) {
    std::vector<std::string> ids;
    for (const AcceptedSet& one : vocabulary.sets) ids.push_back(one.id);
    return unknown_word(accept->line, "accepted set", accept->text, ids);
  }
  condition.accepted = *set;
  return {};
}

Status parse_stated(const data::Value& value, const Vocabulary& vocabulary, Condition& condition) {
  if (!value.is_string()) return malformed(value.line, "stated needs the id of one statement");
  if (!vocabulary.statements.empty()) ABOVEBOARD_TRY(known_word(value, "statement", vocabulary.statements));
  condition.words = {value.text};
  condition.vouched = std::find(vocabulary.assertable.begin(), vocabulary.assertable.end(), value.text) != vocabulary.assertable.end();
  return {};
}

Status parse_formats(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_ASSIGN(condition.words, need_texts(value, "weights-format"));
  return {};
}

Status parse_reading(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_ASSIGN(std::string word, known_word(value, "reading", kReadings));
  condition.words = {std::move(word)};
  return {};
}

Status parse_bases(const data::Value& value, const Vocabulary& vocabulary, Condition& condition) {
  const data::Value* wanted = &value;
  if (value.is_map()) {
    ABOVEBOARD_TRY(check_keys(value, {"at-least", "or-stated"}));
    ABOVEBOARD_ASSIGN(wanted, member(value, "at-least"));
    if (const data::Value* said = value.find("or-stated")) ABOVEBOARD_TRY(parse_stated(*said, vocabulary, condition));
  }
  ABOVEBOARD_ASSIGN(condition.label, need_word<Label>(*wanted, "label", rule_fields::label_words(), label_from_string));
  return {};
}

Status parse_reference(const data::Value& value, const Vocabulary&, Condition& condition) {
  if (!value.is_string() || value.text.empty()) return malformed(value.line, "requirement needs the id of a requirement, or FRAMEWORK/ID");
  condition.words = {value.text};
  return {};
}

Status parse_measure(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "above", "below"}));
  ABOVEBOARD_ASSIGN(const data::Value* id, member(value, "id"));
  ABOVEBOARD_ASSIGN(std::string word, known_word(*id, "measure", kMeasures));
  const data::Value* above = value.find("above");
  const data::Value* below = value.find("below");
  if ((above == nullptr) == (below == nullptr)) return malformed(value.line, "a measure needs \"above\" or \"below\", one of them");
  condition.words = {std::move(word)};
  condition.above = above != nullptr;
  ABOVEBOARD_ASSIGN(condition.bound, need_number(above != nullptr ? *above : *below, "the bound of a measure"));
  if (!std::isfinite(condition.bound)) return malformed(value.line, "the bound of a measure is a finite number");
  return {};
}

Status parse_depth(const data::Value& value, Condition& condition) {
  ABOVEBOARD_ASSIGN(const data::Value* least, member(value, "at-least"));
  ABOVEBOARD_ASSIGN(const std::string word, known_word(*least, "depth", kDepths));
  condition.depth = *depth_from_string(word);
  return {};
}

Status parse_aspect(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "at-least"}));
  ABOVEBOARD_ASSIGN(const data::Value* id, member(value, "id"));
  ABOVEBOARD_ASSIGN(std::string word, known_word(*id, "aspect of data", kAspects));
  condition.words = {std::move(word)};
  return parse_depth(value, condition);
}

Status parse_sources(const data::Value& value, const Vocabulary&, Condition& condition) {
  ABOVEBOARD_TRY(check_keys(value, {"access", "at-least"}));
  ABOVEBOARD_ASSIGN(const data::Value* access, member(value, "access"));
  ABOVEBOARD_ASSIGN(const std::string word, known_word(*access, "access to data", kAccesses));
  condition.access = *data_access_from_string(word);
  return parse_depth(value, condition);
}

struct PredicateWord {
  std::string_view name;
  Predicate predicate;
  Status (*parse)(const data::Value&, const Vocabulary&, Condition&);
};

constexpr std::array<PredicateWord, 16> kPredicates = {{
    {"all", Predicate::All, parse_parts},
    {"any", Predicate::Any, parse_parts},
    {"not", Predicate::Not, parse_parts},
    {"available", Predicate::Available, parse_component_list},
    {"presence", Predicate::PresenceIs, parse_presence},
    {"licensed", Predicate::Licensed, parse_licensed},
    {"unlicensed", Predicate::Unlicensed, parse_component_list},
    {"unrestricted", Predicate::Unrestricted, parse_component_list},
    {"stated", Predicate::Stated, parse_stated},
    {"weights-format", Predicate::WeightsFormat, parse_formats},
    {"reading", Predicate::ReadingIs, parse_reading},
    {"bases", Predicate::Bases, parse_bases},
    {"requirement", Predicate::Requirement, parse_reference},
    {"measure", Predicate::Measure, parse_measure},
    {"aspect", Predicate::Aspect, parse_aspect},
    {"sources", Predicate::Sources, parse_sources},
}};

}  // namespace

Result<Condition> parse_condition(const data::Value& value, const Vocabulary& vocabulary) {
  if (!value.is_map() || value.members.size() != 1) return malformed(value.line, "a condition is one predicate with what it is about, such as \"available: training-code\"");
  const data::Member& given = value.members.front();
  const auto found = std::find_if(kPredicates.begin(), kPredicates.end(), [&](const PredicateWord& word) { return word.name == given.key; });
  if (found == kPredicates.end()) {
    std::vector<std::string> names;
    for (const PredicateWord& word : kPredicates) names.emplace_back(word.name);
    return unknown_word(given.line, "predicate", given.key, names);
  }
  Condition condition;
  condition.predicate = found->predicate;
  condition.line = given.line;
  ABOVEBOARD_TRY(found->parse(given.value, vocabulary, condition));
  return condition;
}

}  // namespace aboveboard
