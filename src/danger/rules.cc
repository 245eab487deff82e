#include "danger/rules.h"

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"
#include "danger/names.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard::danger {
namespace {

using data::Value;

struct NameRule {
  std::string list, id, effect;
  Tier tier = Tier::Dangerous;
  std::optional<FindingLevel> level;
  NameSet names, except;
};

struct Rulebook {
  Foreign foreign;
  std::vector<NameRule> rules;
};

std::vector<Value> parsed_files() {
  std::vector<Value> files;
  for (const data::EmbeddedFile& file : data::embedded_below("danger/")) {
    files.push_back(data::unpack(file.packed));
  }
  return files;
}

Tier tier_of(const Value& file) {
  const std::string tier = text_of(file, "tier");
  return tier == "inert" ? Tier::Inert : tier == "library" ? Tier::Library : Tier::Dangerous;
}

const std::vector<Value>& items_of(const Value& map, std::string_view key) {
  static const std::vector<Value> kNone;
  const Value* found = map.find(key);
  return found == nullptr ? kNone : found->items;
}

std::unique_ptr<Rulebook> load() {
  auto book = std::make_unique<Rulebook>();
  const std::vector<Value> files = parsed_files();
  for (const Value& file : files) {
    if (text_of(file, "list") != "foreign") continue;
    for (const std::string_view key : {"modules", "libraries"}) {
      for (std::string& name : texts_of(file, key)) book->foreign.modules.insert(std::move(name));
    }
    for (std::string& name : texts_of(file, "classes")) book->foreign.classes.insert(std::move(name));
  }
  for (const Value& file : files) {
    for (const Value& one : items_of(file, "rules")) {
      const Tier tier = tier_of(file);
      NameRule rule{text_of(file, "list"), text_of(one, "id"), text_of(one, "effect"), tier, std::nullopt,
                    NameSet(tier == Tier::Dangerous ? nullptr : &book->foreign), NameSet()};
      if (text_of(one, "level") == "note") rule.level = FindingLevel::Note;
      for (const std::string& name : texts_of(one, "names")) rule.names.add(name);
      for (const std::string& name : texts_of(one, "except")) rule.except.add(name);
      book->rules.push_back(std::move(rule));
    }
  }
  return book;
}

const Rulebook& rulebook() {
  static const std::unique_ptr<Rulebook> book = load();
  return *book;
}

bool holds(const NameRule& rule, std::string_view name) { return rule.names.holds(name); }
bool matches(const NameRule& rule, std::string_view name) {
  return rule.names.matches(name) && !rule.except.holds(name) && !rule.except.matches(name);
}

// Members of enumerations are pickled by their names: of a class that may be made, a member in capitals may be had.
NameVerdict judge_member(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size() || name[dot + 1] == '_') return {};
  const auto capital = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
  const std::string_view member = name.substr(dot + 1), owner = name.substr(0, dot);
  const std::string_view class_name = owner.substr(owner.rfind('.') + 1);  // npos + 1 is 0
  const char first = class_name.empty() ? '\0' : class_name.front();
  if (!std::all_of(member.begin(), member.end(), capital) || first < 'A' || first > 'Z') return {};
  NameVerdict verdict = judge_name("pickle", owner);
  return verdict.tier == Tier::Dangerous ? NameVerdict{} : verdict;
}

}  // namespace

NameVerdict judge_name(std::string_view list, std::string_view name) {
  const auto first = [&](Tier tier, bool (*takes)(const NameRule&, std::string_view)) -> const NameRule* {
    for (const NameRule& rule : rulebook().rules) {
      if (rule.list == list && rule.tier == tier && takes(rule, name)) return &rule;
    }
    return nullptr;
  };
  constexpr std::array kTiers = {Tier::Inert, Tier::Library, Tier::Dangerous};
  const NameRule* found = nullptr;
  for (std::size_t i = 0; i < kTiers.size() && found == nullptr; ++i) found = first(kTiers[i], holds);
  for (const Tier tier : {Tier::Dangerous, Tier::Inert, Tier::Library}) {
    if (found == nullptr) found = first(tier, matches);
  }
  if (found == nullptr) return list == "pickle" ? judge_member(name) : NameVerdict{};
  return {found->tier, found->id, found->effect, found->level};
}

std::vector<RuleExamples> rule_examples() {
  std::vector<RuleExamples> all;
  for (const Value& file : parsed_files()) {
    for (const Value& one : items_of(file, "rules")) {
      RuleExamples examples{text_of(file, "list"), text_of(one, "id"), tier_of(file), {}, {}};
      if (const Value* given = one.find("examples")) {
        examples.pass = texts_of(*given, "pass");
        examples.fail = texts_of(*given, "fail");
      }
      all.push_back(std::move(examples));
    }
  }
  return all;
}

std::vector<std::string> check_rules() {
  std::vector<std::string> problems;
  constexpr std::array<std::string_view, 8> kKeys = {"id", "source", "rationale", "effect", "level", "names", "except", "examples"};
  constexpr std::array<std::string_view, 7> kLists = {"pickle", "operator", "keras", "target", "module", "program", "foreign"};
  for (const Value& file : parsed_files()) {
    const std::string list = text_of(file, "list");
    if (std::find(kLists.begin(), kLists.end(), list) == kLists.end()) problems.push_back("\"" + list + "\" is no list");
    for (const Value& one : items_of(file, "rules")) {
      const std::string id = text_of(one, "id");
      for (const data::Member& member : one.members) {
        if (std::find(kKeys.begin(), kKeys.end(), member.key) == kKeys.end()) problems.push_back(id + ": unknown key " + member.key);
      }
      const Value* source = one.find("source");
      if (source == nullptr || text_of(*source, "document").empty() || text_of(*source, "date").empty()) problems.push_back(id + ": no source");
      if (text_of(one, "rationale").empty() || text_of(one, "effect").empty() || texts_of(one, "names").empty()) problems.push_back(id + ": incomplete");
    }
  }
  return problems;
}

bool rule_takes(std::string_view id, std::string_view name) {
  for (const NameRule& rule : rulebook().rules) {
    if (rule.id == id && (holds(rule, name) || matches(rule, name))) return true;
  }
  return false;
}

}  // namespace aboveboard::danger
