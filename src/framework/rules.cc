#include "framework/rules.h"

#include <algorithm>

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard {
namespace {

RuleSource source_of(const data::Value& map, const RuleSource& inherited) {
  RuleSource source = inherited;
  if (const data::Value* value = map.find("source"); value != nullptr && value->is_map()) {
    source = {text_of(*value, "document"), text_of(*value, "section"), text_of(*value, "date"), text_of(*value, "url")};
  }
  if (const std::string section = text_of(map, "section"); !section.empty()) source.section = section;
  return source;
}

// Every map of the data that has an id and a rationale explains itself, wherever it stands.
void collect(const data::Value& value, const RuleSource& inherited, const std::string& group, std::vector<RuleText>& rules) {
  if (value.is_list()) {
    for (const data::Value& item : value.items) collect(item, inherited, group, rules);
    return;
  }
  if (!value.is_map()) return;
  const RuleSource source = source_of(value, inherited);
  if (std::string id = text_of(value, "id"), rationale = text_of(value, "rationale"); !id.empty() && !rationale.empty()) {
    std::string title = text_of(value, "title");
    if (title.empty()) title = text_of(value, "name");
    if (title.empty()) title = rationale.substr(0, rationale.find_first_of(".;:"));
    rules.push_back({std::move(id), std::move(title), std::move(rationale), text_of(value, "evidence"), text_of(value, "fix"), {}, group});
    if (!source.document.empty()) rules.back().sources.push_back(source);
  }
  for (const data::Member& member : value.members) {
    if (member.key != "examples") collect(member.value, source, group, rules);
  }
}

// "findings/source.yaml" -> "findings"; phrases by the file, since statements and claims are different things.
std::string group_of(std::string_view path) {
  const std::size_t slash = path.find('/');
  if (!path.starts_with("phrases/")) return std::string(path.substr(0, slash));
  const std::string_view file = path.substr(slash + 1);
  return std::string(file.substr(0, file.find('.')));
}

std::vector<RuleText> load() {
  std::vector<RuleText> rules;
  for (const char* folder : {"components/", "findings/", "frameworks/", "phrases/", "clauses/", "uses/"}) {
    for (const auto& file : data::embedded_below(folder)) {
      collect(data::unpack(file.packed, {"examples", "pass", "fail"}), {}, group_of(file.path), rules);
    }
  }
  std::stable_sort(rules.begin(), rules.end(), [](const RuleText& a, const RuleText& b) { return a.id < b.id; });
  rules.erase(std::unique(rules.begin(), rules.end(), [](const RuleText& a, const RuleText& b) { return a.id == b.id; }), rules.end());
  return rules;
}

const std::vector<RuleText>& loaded() {
  static const std::vector<RuleText> rules = load();
  return rules;
}

}  // namespace

std::vector<RuleText> all_rules() { return loaded(); }

const RuleText* find_rule(std::string_view id) {
  const auto found = std::lower_bound(loaded().begin(), loaded().end(), id, [](const RuleText& rule, std::string_view wanted) { return rule.id < wanted; });
  return found != loaded().end() && found->id == id ? &*found : nullptr;
}

}  // namespace aboveboard
