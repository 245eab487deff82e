#include "framework/uses_rules.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <utility>

#include "base/suggest.h"
#include "data/embedded.h"
#include "framework/uses_example.h"

namespace aboveboard {
namespace {

constexpr std::array<std::pair<std::string_view, Effect>, 6> kEffects = {{
    {"bars", Effect::Bars}, {"needs-license", Effect::NeedsLicense}, {"condition", Effect::Condition},
    {"threshold", Effect::Threshold}, {"region", Effect::Region}, {"unknown", Effect::Unknown}}};
constexpr std::array<std::pair<std::string_view, Check>, 7> kChecks = {{
    {"weights-read", Check::WeightsRead}, {"no-danger", Check::NoDanger}, {"plain-format", Check::PlainFormat}, {"no-other-code", Check::NoOtherCode},
    {"all-examined", Check::AllExamined}, {"not-hosted", Check::NotHosted}, {"known-format", Check::KnownFormat}}};

tl::unexpected<Error> bad(std::uint64_t line, const std::string& message) { return fail(ErrorKind::Malformed, message, {.path = {}, .line = line, .byte = {}}); }

tl::unexpected<Error> no_such(std::uint64_t line, std::string_view what, const std::string& word, const std::vector<std::string>& known) {
  return bad(line, "no " + std::string(what) + " is called \"" + word + "\"" + did_you_mean(word, known));
}

Status check_keys(const data::Value& map, const std::vector<std::string>& known) {
  if (!map.is_map()) return bad(map.line, "a map is needed here");
  for (const data::Member& member : map.members) {
    if (std::find(known.begin(), known.end(), member.key) == known.end()) return bad(member.line, "unknown key \"" + member.key + "\"" + did_you_mean(member.key, known));
  }
  return {};
}

template <typename T, std::size_t N>
Result<T> pick(const std::array<std::pair<std::string_view, T>, N>& table, std::string_view what, const std::string& word, std::uint64_t line) {
  std::vector<std::string> known;
  for (const auto& [name, value] : table) {
    if (name == word) return value;
    known.emplace_back(name);
  }
  return no_such(line, what, word, known);
}

Result<ComponentId> component_named(const std::string& word, std::uint64_t line) {
  if (const auto id = component_from_string(word)) return *id;
  std::vector<std::string> known;
  for (const ComponentId id : all_components()) known.emplace_back(to_string(id));
  return no_such(line, "component", word, known);
}

Result<TermKind> kind_named(const std::string& word, std::uint64_t line) {
  if (const auto kind = term_kind_from_string(word)) return *kind;
  return bad(line, "no kind of term is called \"" + word + "\"");
}

Result<Need> parse_need(const data::Value& value) {
  ABOVEBOARD_TRY(check_keys(value, {"components", "for"}));
  Need need{{}, text_of(value, "for")};
  const data::Value* components = value.find("components");
  if (components == nullptr || !components->is_list() || need.sentence.empty()) return bad(value.line, "a need names components, and what they are for");
  for (const data::Value& item : components->items) {
    std::vector<ComponentId> alternatives;
    for (const std::string& word : item.as_texts()) {
      ABOVEBOARD_ASSIGN(const ComponentId id, component_named(word, item.line));
      alternatives.push_back(id);
    }
    if (alternatives.empty()) return bad(item.line, "a component is needed here");
    need.components.push_back(std::move(alternatives));
  }
  return need;
}

Result<UseRule> parse_use(const data::Value& value) {
  ABOVEBOARD_TRY(check_keys(value, {"id", "title", "section", "source", "rationale", "evidence", "fix", "terms-of", "needs", "checks", "examples"}));
  UseRule use{text_of(value, "id"), text_of(value, "title"), {}, {}, {}, {}};
  if (use.id.empty() || use.title.empty() || text_of(value, "rationale").empty()) return bad(value.line, "a use needs an id, a title and a rationale");
  for (const std::string& word : texts_of(value, "terms-of")) {
    ABOVEBOARD_ASSIGN(const ComponentId id, component_named(word, value.line));
    use.terms_of.push_back(id);
  }
  if (const data::Value* needs = value.find("needs")) {
    for (const data::Value& item : needs->items) {
      ABOVEBOARD_ASSIGN(Need need, parse_need(item));
      use.needs.push_back(std::move(need));
    }
  }
  for (const std::string& word : texts_of(value, "checks")) {
    ABOVEBOARD_ASSIGN(const Check check, pick(kChecks, "check", word, value.line));
    use.checks.push_back(check);
  }
  if (const data::Value* examples = value.find("examples")) {
    ABOVEBOARD_ASSIGN(use.examples, parse_use_examples(*examples));
  }
  return use;
}

struct Groups {
  std::vector<std::pair<std::string, std::vector<std::string>>> named;
  std::vector<std::string> uses;
};

// The uses that a row names, groups taken apart.
Result<std::vector<std::string>> uses_of(const data::Value& row, const Groups& groups) {
  std::vector<std::string> uses, known = groups.uses;
  for (const auto& [name, members] : groups.named) known.push_back(name);
  for (const std::string& word : texts_of(row, "in")) {
    const auto group = std::find_if(groups.named.begin(), groups.named.end(), [&](const auto& one) { return one.first == word; });
    if (group != groups.named.end()) uses.insert(uses.end(), group->second.begin(), group->second.end());
    else if (std::find(groups.uses.begin(), groups.uses.end(), word) != groups.uses.end()) uses.push_back(word);
    else return no_such(row.line, "use", word, known);
  }
  if (uses.empty()) return bad(row.line, "an effect names the uses that it holds in");
  return uses;
}

Result<TermEffect> parse_term(const data::Value& row, const Groups& groups) {
  ABOVEBOARD_TRY(check_keys(row, {"kind", "value", "words", "effect", "above", "in"}));
  TermEffect effect;
  ABOVEBOARD_ASSIGN(effect.kind, kind_named(text_of(row, "kind"), row.line));
  const std::string value = text_of(row, "value");
  if (value != "no" && value != "conditional" && value != "any") return no_such(row.line, "value", value, {"no", "conditional", "any"});
  effect.when_no = value != "conditional";
  effect.when_conditional = value != "no";
  effect.words = texts_of(row, "words");
  ABOVEBOARD_ASSIGN(effect.effect, pick(kEffects, "effect", text_of(row, "effect"), row.line));
  if (row.find("above") != nullptr) {
    ABOVEBOARD_ASSIGN(effect.above, pick(kEffects, "effect", text_of(row, "above"), row.line));
  }
  ABOVEBOARD_ASSIGN(effect.uses, uses_of(row, groups));
  return effect;
}

Result<ClassEffect> parse_class(const data::Value& row, const Groups& groups) {
  ABOVEBOARD_TRY(check_keys(row, {"class", "effect", "in", "unless", "asked"}));
  ClassEffect effect;
  const auto license_class = license_class_from_string(text_of(row, "class"));
  if (!license_class) return bad(row.line, "no license class is called \"" + text_of(row, "class") + "\"");
  effect.license_class = *license_class;
  ABOVEBOARD_ASSIGN(effect.effect, pick(kEffects, "effect", text_of(row, "effect"), row.line));
  for (const std::string& word : texts_of(row, "unless")) {
    ABOVEBOARD_ASSIGN(const TermKind kind, kind_named(word, row.line));
    effect.unless.push_back(kind);
  }
  effect.asked = texts_of(row, "asked");
  ABOVEBOARD_ASSIGN(effect.uses, uses_of(row, groups));
  return effect;
}

data::Value embedded(std::string_view path) {
  for (const auto& file : data::embedded_below(path)) {
    Diagnostics notes;
    auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    if (value) return std::move(*value);
  }
  std::abort();  // compile_data wrote it
}

UseRules load() {
  auto uses = parse_uses(embedded("uses/uses.yaml"));
  if (!uses) std::abort();
  auto rules = parse_effects(embedded("uses/effects.yaml"), std::move(*uses));
  if (!rules) std::abort();
  return std::move(*rules);
}

}  // namespace

Result<std::vector<UseRule>> parse_uses(const data::Value& value) {
  ABOVEBOARD_TRY(check_keys(value, {"source", "uses"}));
  const data::Value* list = value.find("uses");
  if (list == nullptr || !list->is_list()) return bad(value.line, "a list \"uses\" is needed");
  std::vector<UseRule> uses;
  for (const data::Value& item : list->items) {
    ABOVEBOARD_ASSIGN(UseRule use, parse_use(item));
    if (std::any_of(uses.begin(), uses.end(), [&](const UseRule& other) { return other.id == use.id; })) return bad(item.line, "\"" + use.id + "\" stands twice");
    uses.push_back(std::move(use));
  }
  return uses;
}

Result<UseRules> parse_effects(const data::Value& value, std::vector<UseRule> uses) {
  ABOVEBOARD_TRY(check_keys(value, {"groups", "terms", "classes"}));
  const data::Value *named = value.find("groups"), *terms = value.find("terms"), *classes = value.find("classes");
  if (named == nullptr || terms == nullptr || classes == nullptr) return bad(value.line, "groups, terms and classes are needed");
  UseRules rules{std::move(uses), {}, {}};
  Groups groups;
  for (const UseRule& use : rules.uses) groups.uses.push_back(use.id);
  for (const data::Member& member : named->members) {
    std::vector<std::string> members = member.value.as_texts();
    for (const std::string& word : members) {
      if (std::find(groups.uses.begin(), groups.uses.end(), word) == groups.uses.end()) return no_such(member.line, "use", word, groups.uses);
    }
    groups.named.emplace_back(member.key, std::move(members));
  }
  for (const data::Value& row : terms->items) {
    ABOVEBOARD_ASSIGN(TermEffect effect, parse_term(row, groups));
    rules.terms.push_back(std::move(effect));
  }
  for (const data::Value& row : classes->items) {
    ABOVEBOARD_ASSIGN(ClassEffect effect, parse_class(row, groups));
    rules.classes.push_back(std::move(effect));
  }
  return rules;
}

const UseRules& use_rules() {
  static const UseRules rules = load();
  return rules;
}

std::string_view grade_of(const Term& term) {
  static constexpr std::array<std::string_view, 8> kFree = {"yes", "allowed", "free", "none", "any", "unrestricted", "permitted", "granted"};
  static constexpr std::array<std::string_view, 5> kDenied = {"no", "forbidden", "prohibited", "never", "not"};
  const auto begins_with = [&](std::string_view word) {
    return term.value == word || (term.value.size() > word.size() && term.value.starts_with(word) && (term.value[word.size()] == ' ' || term.value[word.size()] == ','));
  };
  const bool free = std::any_of(kFree.begin(), kFree.end(), begins_with), denied = std::any_of(kDenied.begin(), kDenied.end(), begins_with);
  // Powers of the licensor are worded the other way round: "allowed" is what takes something away.
  if (term.kind == TermKind::UnilateralChange || term.kind == TermKind::RemoteCutoff) return denied || term.value == "none" ? "free" : "conditional";
  return free ? "free" : denied ? "no" : "conditional";
}

}  // namespace aboveboard
