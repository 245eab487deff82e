#include "framework/rulebook.h"

#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "framework/rule_example.h"

namespace aboveboard {
namespace {

tl::unexpected<Error> bad(std::uint64_t line, const std::string& message) {
  return fail(ErrorKind::Malformed, message, {.path = {}, .line = line, .byte = {}});
}

Status check_keys(const data::Value& map, std::initializer_list<std::string_view> known) {
  if (!map.is_map()) return bad(map.line, "a map is needed here");
  for (const data::Member& member : map.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) return bad(member.line, "unknown key \"" + member.key + "\"");
  }
  return {};
}

RuleSource parse_source(const data::Value* value) {
  if (value == nullptr) return {};
  return {text_of(*value, "document"), text_of(*value, "section"), text_of(*value, "date"), text_of(*value, "url")};
}

RuleText parse_text(const data::Value& value, RuleSource source) {
  RuleText text;
  text.id = text_of(value, "id");
  text.title = text_of(value, "title");
  text.rationale = text_of(value, "rationale");
  text.evidence = text_of(value, "evidence");
  text.fix = text_of(value, "fix");
  if (const std::string section = text_of(value, "section"); !section.empty()) source.section = section;
  text.sources = {std::move(source)};
  return text;
}

Result<Requirement> parse_requirement(const data::Value& value, const RuleSource& source, const std::vector<AcceptedSet>& sets) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "title", "section", "modes", "rationale", "evidence", "fix", "when", "examples"}));
  Requirement requirement;
  requirement.text = parse_text(value, source);
  if (requirement.text.id.empty() || requirement.text.rationale.empty()) return bad(value.line, "a requirement needs an id and a rationale");
  if (const data::Value* modes = value.find("modes")) requirement.modes = modes->as_texts();
  const data::Value* when = value.find("when");
  const data::Value* examples = value.find("examples");
  if (when == nullptr || examples == nullptr) return bad(value.line, "a requirement needs a condition and examples");
  ABOVEBOARD_ASSIGN(requirement.when, parse_condition(*when, sets));
  ABOVEBOARD_ASSIGN(requirement.examples, parse_examples(*examples));
  return requirement;
}

Result<std::vector<Rung>> parse_ladder(const data::Value& value, const Framework& framework) {
  std::vector<Rung> ladder;
  for (const data::Value& item : value.items) {
    ABOVEBOARD_TRY(check_keys(item, {"label", "requires"}));
    const auto label = label_from_string(text_of(item, "label"));
    if (!label) return bad(item.line, "no label is called \"" + text_of(item, "label") + "\"");
    const data::Value* ids = item.find("requires");
    Rung rung{*label, ids == nullptr ? std::vector<std::string>{} : ids->as_texts()};
    for (const std::string& id : rung.requires_ids) {
      if (find_requirement(framework, id) == nullptr) return bad(item.line, "no requirement is called \"" + id + "\"");
    }
    ladder.push_back(std::move(rung));
  }
  return ladder;
}

std::vector<Framework> load() {
  std::vector<Framework> frameworks;
  std::vector<AcceptedSet> sets;
  const auto files = data::embedded_below("frameworks/");
  for (const auto& file : files) {
    if (file.path != "frameworks/accepted.yaml") continue;
    auto parsed = parse_accepted(data::unpack(file.packed));
    if (!parsed) std::abort();
    sets = std::move(*parsed);
  }
  for (const auto& file : files) {
    if (file.path == "frameworks/accepted.yaml") continue;
    auto framework = parse_framework(data::unpack(file.packed), sets);
    if (!framework) std::abort();
    frameworks.push_back(std::move(*framework));
  }
  return frameworks;
}

}  // namespace

Result<std::vector<AcceptedSet>> parse_accepted(const data::Value& value) {
  std::vector<AcceptedSet> sets;
  const data::Value* list = value.find("accepted");
  if (list == nullptr || !list->is_list()) return bad(value.line, "a list \"accepted\" is needed");
  for (const data::Value& item : list->items) {
    ABOVEBOARD_TRY(check_keys(item, {"id", "title", "classes"}));
    AcceptedSet set{text_of(item, "id"), {}};
    const data::Value* classes = item.find("classes");
    for (const std::string& word : classes == nullptr ? std::vector<std::string>{} : classes->as_texts()) {
      const auto license_class = license_class_from_string(word);
      if (!license_class) return bad(item.line, "no license class is called \"" + word + "\"");
      set.classes.push_back(*license_class);
    }
    sets.push_back(std::move(set));
  }
  return sets;
}

Result<Framework> parse_framework(const data::Value& value, const std::vector<AcceptedSet>& sets) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "name", "source", "rationale", "requirements", "ladder", "verdict"}));
  Framework framework;
  const RuleSource source = parse_source(value.find("source"));
  framework.text = parse_text(value, source);
  framework.text.title = text_of(value, "name");
  const data::Value* requirements = value.find("requirements");
  if (requirements == nullptr || !requirements->is_list()) return bad(value.line, "a framework needs requirements");
  for (const data::Value& item : requirements->items) {
    ABOVEBOARD_ASSIGN(Requirement requirement, parse_requirement(item, source, sets));
    if (find_requirement(framework, requirement.text.id) != nullptr) return bad(item.line, "\"" + requirement.text.id + "\" stands twice");
    framework.requirements.push_back(std::move(requirement));
  }
  if (const data::Value* ladder = value.find("ladder")) {
    ABOVEBOARD_ASSIGN(framework.ladder, parse_ladder(*ladder, framework));
  }
  if (const data::Value* verdict = value.find("verdict")) {
    ABOVEBOARD_TRY(check_keys(*verdict, {"modes", "met", "unmet", "unknown"}));
    if (const data::Value* modes = verdict->find("modes")) framework.modes = modes->as_texts();
    framework.met = text_of(*verdict, "met");
    framework.unmet = text_of(*verdict, "unmet");
    framework.unknown = text_of(*verdict, "unknown");
  }
  return framework;
}

const std::vector<Framework>& rulebook() {
  static const std::vector<Framework> frameworks = load();
  return frameworks;
}

const Framework& framework_by_id(std::string_view id) {
  for (const Framework& framework : rulebook()) {
    if (framework.text.id == id) return framework;
  }
  std::abort();  // ids are ours
}

const Requirement* find_requirement(const Framework& framework, std::string_view id) {
  for (const Requirement& requirement : framework.requirements) {
    if (requirement.text.id == id) return &requirement;
  }
  return nullptr;
}

}  // namespace aboveboard
