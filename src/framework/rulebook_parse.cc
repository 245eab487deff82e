// One framework, from its YAML.
#include <algorithm>

#include "framework/conclusion_parse.h"
#include "framework/rule_example.h"
#include "framework/rule_fields.h"
#include "framework/rulebook.h"

namespace aboveboard {
namespace {

using rule_fields::check_keys;
using rule_fields::malformed;
using rule_fields::need_text;
using rule_fields::optional_text;
using rule_fields::unknown_word;

Result<RuleSource> parse_source(const data::Value& map) {
  const data::Value* value = map.find("source");
  if (value == nullptr) return RuleSource{};
  ABOVEBOARD_TRY(check_keys(*value, {"document", "section", "date", "url"}));
  RuleSource source;
  ABOVEBOARD_ASSIGN(source.document, need_text(*value, "document"));
  ABOVEBOARD_ASSIGN(source.section, optional_text(*value, "section"));
  ABOVEBOARD_ASSIGN(source.date, optional_text(*value, "date"));
  ABOVEBOARD_ASSIGN(source.url, optional_text(*value, "url"));
  return source;
}

Result<RuleText> parse_text(const data::Value& value, RuleSource source) {
  RuleText text;
  ABOVEBOARD_ASSIGN(text.id, need_text(value, "id"));
  ABOVEBOARD_ASSIGN(text.title, optional_text(value, "title"));
  ABOVEBOARD_ASSIGN(text.rationale, need_text(value, "rationale"));
  ABOVEBOARD_ASSIGN(text.evidence, optional_text(value, "evidence"));
  ABOVEBOARD_ASSIGN(text.fix, optional_text(value, "fix"));
  ABOVEBOARD_ASSIGN(const std::string section, optional_text(value, "section"));
  if (!section.empty()) source.section = section;
  text.sources = {std::move(source)};
  return text;
}

Result<Requirement> parse_requirement(const data::Value& value, const RuleSource& source, const Vocabulary& vocabulary) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "title", "section", "modes", "rationale", "evidence", "fix", "when", "partial", "decides", "effort", "examples"}));
  Requirement requirement;
  ABOVEBOARD_ASSIGN(requirement.text, parse_text(value, source));
  if (const data::Value* modes = value.find("modes")) {
    ABOVEBOARD_ASSIGN(requirement.modes, rule_fields::need_texts(*modes, "modes"));
  }
  const data::Value* when = value.find("when");
  if (when == nullptr) return malformed(value.line, "the requirement " + requirement.text.id + " needs a condition under \"when\"");
  ABOVEBOARD_ASSIGN(requirement.when, parse_condition(*when, vocabulary));
  if (const data::Value* partial = value.find("partial")) {
    ABOVEBOARD_ASSIGN(requirement.partial, parse_condition(*partial, vocabulary));
  }
  if (const data::Value* decides = value.find("decides")) {
    ABOVEBOARD_ASSIGN(requirement.decides, rule_fields::need_bool(*decides, "decides"));
  }
  if (const data::Value* effort = value.find("effort")) {
    ABOVEBOARD_ASSIGN(requirement.effort, rule_fields::need_word<Effort>(*effort, "effort", {"say", "document", "license", "publish", "make"}, effort_from_string));
  }
  if (const data::Value* examples = value.find("examples")) {
    ABOVEBOARD_ASSIGN(requirement.examples, parse_examples(*examples, vocabulary));
  }
  return requirement;
}

Status parse_requirements(const data::Value& value, const RuleSource& source, const Vocabulary& vocabulary, const std::string& path, Framework& framework) {
  const data::Value* requirements = value.find("requirements");
  if (requirements == nullptr || !requirements->is_list() || requirements->items.empty()) return malformed(value.line, "a framework needs a list of requirements");
  for (const data::Value& item : requirements->items) {
    ABOVEBOARD_ASSIGN(Requirement requirement, parse_requirement(item, source, vocabulary));
    requirement.place = {.path = path, .line = item.line, .byte = {}};
    if (find_requirement(framework, requirement.text.id) != nullptr) return malformed(item.line, "the requirement \"" + requirement.text.id + "\" stands twice");
    framework.requirements.push_back(std::move(requirement));
  }
  return {};
}

// What requirements say of modes and of scales must fit the conclusion.
Status check_requirements(const Framework& framework) {
  for (const Requirement& requirement : framework.requirements) {
    const std::uint64_t line = requirement.place.line.value_or(0);
    for (const std::string& mode : requirement.modes) {
      if (std::find(framework.modes.begin(), framework.modes.end(), mode) == framework.modes.end()) return unknown_word(line, "mode of this framework", mode, framework.modes);
    }
    if (requirement.partial && framework.conclusion != Conclusion::Scale) return malformed(line, "\"partial\" belongs to the requirements of a scale");
  }
  return {};
}

constexpr int kLast = 1000;

Result<Framework> parse(const data::Value& value, const Vocabulary& vocabulary, const std::string& path) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "name", "order", "source", "rationale", "requirements", "ladder", "verdict", "classes", "scale", "checklist"}));
  Framework framework;
  framework.place = {.path = path, .line = value.line, .byte = {}};
  ABOVEBOARD_ASSIGN(const RuleSource source, parse_source(value));
  ABOVEBOARD_ASSIGN(framework.text, parse_text(value, source));
  ABOVEBOARD_ASSIGN(framework.text.title, need_text(value, "name"));
  if (const data::Value* order = value.find("order")) {
    ABOVEBOARD_ASSIGN(const double place, rule_fields::need_number(*order, "an order"));
    if (place < 0 || place > kLast) return malformed(order->line, "an order is a number from 0 to " + std::to_string(kLast));
    framework.order = static_cast<int>(place);
  }
  ABOVEBOARD_TRY(parse_requirements(value, source, vocabulary, path, framework));
  ABOVEBOARD_TRY(parse_conclusion(value, vocabulary, framework));
  ABOVEBOARD_TRY(check_requirements(framework));
  return framework;
}

Result<std::vector<LicenseClass>> parse_classes(const data::Value& set, std::string_view key) {
  std::vector<LicenseClass> classes;
  const data::Value* list = set.find(key);
  if (list == nullptr || (list->is_list() && list->items.empty())) return classes;
  ABOVEBOARD_ASSIGN(const std::vector<std::string> words, rule_fields::need_texts(*list, key));
  for (const std::string& word : words) {
    const auto license_class = license_class_from_string(word);
    if (!license_class) return unknown_word(list->line, "license class", word, rule_fields::class_words());
    classes.push_back(*license_class);
  }
  return classes;
}

}  // namespace

Result<std::vector<AcceptedSet>> parse_accepted(const data::Value& value) {
  std::vector<AcceptedSet> sets;
  const data::Value* list = value.find("accepted");
  if (list == nullptr || !list->is_list()) return malformed(value.line, "a list \"accepted\" is needed");
  for (const data::Value& item : list->items) {
    ABOVEBOARD_TRY(check_keys(item, {"id", "title", "rationale", "classes", "spdx", "undecided"}));
    AcceptedSet set;
    ABOVEBOARD_ASSIGN(set.id, need_text(item, "id"));
    ABOVEBOARD_ASSIGN(set.title, optional_text(item, "title"));
    ABOVEBOARD_ASSIGN(set.classes, parse_classes(item, "classes"));
    ABOVEBOARD_ASSIGN(set.undecided, parse_classes(item, "undecided"));
    if (const data::Value* ids = item.find("spdx")) {
      ABOVEBOARD_ASSIGN(set.spdx, rule_fields::need_texts(*ids, "spdx"));
    }
    sets.push_back(std::move(set));
  }
  return sets;
}

Result<Framework> parse_framework(const data::Value& value, const Vocabulary& vocabulary, const std::string& path) {
  Result<Framework> framework = parse(value, vocabulary, path);
  if (!framework && framework.error().place.path.empty()) framework.error().place.path = path;
  return framework;
}

}  // namespace aboveboard
