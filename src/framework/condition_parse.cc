#include <algorithm>

#include "framework/condition.h"

namespace aboveboard {
namespace {

tl::unexpected<Error> bad(const data::Value& value, const std::string& message) {
  return fail(ErrorKind::Malformed, message, {.path = {}, .line = value.line, .byte = {}});
}

Result<ComponentId> parse_component(const data::Value& value, std::string_view id) {
  const auto component = component_from_string(id);
  if (!component) return bad(value, "no component is called \"" + std::string(id) + "\"");
  return *component;
}

Result<Condition> parse_parts(Predicate predicate, const data::Value& value, const std::vector<AcceptedSet>& sets) {
  Condition condition{.predicate = predicate, .parts = {}, .components = {}, .accepted = {}, .words = {}, .label = {}};
  if (predicate == Predicate::Not) {
    ABOVEBOARD_ASSIGN(Condition part, parse_condition(value, sets));
    condition.parts.push_back(std::move(part));
    return condition;
  }
  if (!value.is_list() || value.items.empty()) return bad(value, "all and any need a list of conditions");
  for (const data::Value& item : value.items) {
    ABOVEBOARD_ASSIGN(Condition part, parse_condition(item, sets));
    condition.parts.push_back(std::move(part));
  }
  return condition;
}

Result<Condition> parse_components(Predicate predicate, const data::Value& value) {
  Condition condition{.predicate = predicate, .parts = {}, .components = {}, .accepted = {}, .words = {}, .label = {}};
  for (const std::string& id : value.as_texts()) {
    ABOVEBOARD_ASSIGN(const ComponentId component, parse_component(value, id));
    condition.components.push_back(component);
  }
  if (condition.components.empty()) return bad(value, "a component is needed here");
  return condition;
}

Result<Condition> parse_licensed(const data::Value& value, const std::vector<AcceptedSet>& sets) {
  const data::Value* component = value.find("component");
  const data::Value* accept = value.find("accept");
  if (component == nullptr || accept == nullptr) return bad(value, "licensed needs a component and a set to accept");
  ABOVEBOARD_ASSIGN(Condition condition, parse_components(Predicate::Licensed, *component));
  const auto set = std::find_if(sets.begin(), sets.end(), [&](const AcceptedSet& s) { return s.id == accept->as_text(); });
  if (set == sets.end()) return bad(*accept, "no accepted set is called \"" + std::string(accept->as_text()) + "\"");
  condition.accepted = set->classes;
  return condition;
}

Result<Condition> parse_words(Predicate predicate, const data::Value& value) {
  Condition condition{.predicate = predicate, .parts = {}, .components = {}, .accepted = {}, .words = value.as_texts(), .label = {}};
  if (condition.words.empty()) return bad(value, "a word is needed here");
  return condition;
}

Result<Condition> parse_bases(const data::Value& value) {
  const data::Value* wanted = value.is_map() ? value.find("at-least") : &value;
  const data::Value* said = value.find("or-stated");
  const auto label = wanted == nullptr ? std::nullopt : label_from_string(wanted->as_text());
  if (!label) return bad(value, "bases needs a label, or at-least with one");
  return Condition{.predicate = Predicate::Bases, .parts = {}, .components = {}, .accepted = {}, .words = said == nullptr ? std::vector<std::string>() : said->as_texts(), .label = *label};
}

}  // namespace

Result<Condition> parse_condition(const data::Value& value, const std::vector<AcceptedSet>& sets) {
  if (!value.is_map() || value.members.size() != 1) return bad(value, "a condition is a map with one predicate");
  const auto& [name, line, argument] = value.members.front();
  if (name == "all") return parse_parts(Predicate::All, argument, sets);
  if (name == "any") return parse_parts(Predicate::Any, argument, sets);
  if (name == "not") return parse_parts(Predicate::Not, argument, sets);
  if (name == "available") return parse_components(Predicate::Available, argument);
  if (name == "unlicensed") return parse_components(Predicate::Unlicensed, argument);
  if (name == "unrestricted") return parse_components(Predicate::Unrestricted, argument);
  if (name == "licensed") return parse_licensed(argument, sets);
  if (name == "stated") return parse_words(Predicate::Stated, argument);
  if (name == "weights-format") return parse_words(Predicate::WeightsFormat, argument);
  if (name == "bases") return parse_bases(argument);
  if (name == "reading") return parse_words(Predicate::ReadingIs, argument);
  return bad(value, "no predicate is called \"" + name + "\"");
}

}  // namespace aboveboard
