#include "framework/rule_example.h"

#include <algorithm>
#include <array>

#include "framework/rule_fields.h"

namespace aboveboard {
namespace {

using rule_fields::component_words;
using rule_fields::malformed;
using rule_fields::need_number;
using rule_fields::unknown_word;

const std::vector<std::string> kPresences = {"not-looked", "not-found", "declared-absent", "referenced", "partial", "present"};
const std::vector<std::string> kDepths = {"not-found", "withheld", "named", "described", "shared"};
const std::vector<std::string> kAccesses = {"unknown", "open", "public", "obtainable", "unshareable"};

EvidenceList example_evidence(const std::string& what) {
  Evidence evidence;
  evidence.source = "example";
  evidence.path = what;
  evidence.extractor = "example";
  return {evidence};
}

Result<Component*> component_of(Facts& facts, const data::Member& member) {
  const auto id = component_from_string(member.key);
  if (!id) return unknown_word(member.line, "component", member.key, component_words());
  return &facts.components[static_cast<std::size_t>(*id)];
}

Status add_components(RuleExample& example, const data::Value& map) {
  for (const data::Member& member : map.members) {
    ABOVEBOARD_ASSIGN(Component * component, component_of(example.facts, member));
    ABOVEBOARD_ASSIGN(component->presence, rule_fields::need_word<Presence>(member.value, "presence", kPresences, presence_from_string));
    component->evidence = example_evidence(member.key);
  }
  return {};
}

License example_license(const std::string& id, bool detected) {
  License license;
  license.id = id;
  license.name = "Example License";
  license.detected = detected;
  license.declared = !detected;
  license.evidence = example_evidence("LICENSE");
  return license;
}

Status add_licenses(Facts& facts, const data::Value& map, bool detected) {
  for (const data::Member& member : map.members) {
    ABOVEBOARD_ASSIGN(Component * component, component_of(facts, member));
    License license = example_license("LicenseRef-" + member.key, detected);
    ABOVEBOARD_ASSIGN(const std::vector<std::string> words, rule_fields::need_texts(member.value, "a license"));
    for (const std::string& word : words) {
      const auto license_class = license_class_from_string(word);
      if (!license_class) return unknown_word(member.line, "license class", word, rule_fields::class_words());
      license.classes.push_back(*license_class);
    }
    component->licenses.push_back(license.id);
    facts.licenses.push_back(std::move(license));
  }
  return {};
}

Status add_given_licenses(RuleExample& example, const data::Value& map) { return add_licenses(example.facts, map, true); }
Status add_tags(RuleExample& example, const data::Value& map) { return add_licenses(example.facts, map, false); }

// Licenses by their SPDX ids, whose classes are not told.
Status add_spdx(RuleExample& example, const data::Value& map) {
  for (const data::Member& member : map.members) {
    ABOVEBOARD_ASSIGN(Component * component, component_of(example.facts, member));
    if (!member.value.is_string()) return malformed(member.line, "an SPDX id is needed here");
    License license = example_license(member.value.text, true);
    license.spdx = member.value.text;
    license.verdict = MatchVerdict::Exact;
    component->licenses.push_back(license.id);
    example.facts.licenses.push_back(std::move(license));
  }
  return {};
}

Status add_measures(RuleExample& example, const data::Value& map) {
  for (const data::Member& member : map.members) {
    Measure measure{.id = member.key, .low = 0, .high = 0, .unit = "", .estimated = false, .how = "", .evidence = example_evidence(member.key)};
    const bool interval = member.value.is_list() && member.value.items.size() == 2;
    ABOVEBOARD_ASSIGN(measure.low, need_number(interval ? member.value.items[0] : member.value, "a measure"));
    ABOVEBOARD_ASSIGN(measure.high, need_number(interval ? member.value.items[1] : member.value, "a measure"));
    example.facts.measures.push_back(std::move(measure));
  }
  return {};
}

Status add_aspects(RuleExample& example, const data::Value& map) {
  for (const data::Member& member : map.members) {
    ABOVEBOARD_ASSIGN(const Depth depth, rule_fields::need_word<Depth>(member.value, "depth", kDepths, depth_from_string));
    example.facts.data_aspects.push_back({member.key, depth, depth == Depth::NotFound ? EvidenceList{} : example_evidence(member.key)});
  }
  return {};
}

Status add_sources(RuleExample& example, const data::Value& list) {
  for (const data::Value& item : list.items) {
    ABOVEBOARD_TRY(rule_fields::check_keys(item, {"access", "depth"}));
    const data::Value* access = item.find("access");
    const data::Value* depth = item.find("depth");
    if (access == nullptr || depth == nullptr) return malformed(item.line, "a source needs \"access\" and \"depth\"");
    DataSource& source = example.facts.data_sources.emplace_back();
    source.name = "source " + std::to_string(example.facts.data_sources.size());
    ABOVEBOARD_ASSIGN(source.access, rule_fields::need_word<DataAccess>(*access, "access to data", kAccesses, data_access_from_string));
    ABOVEBOARD_ASSIGN(source.depth, rule_fields::need_word<Depth>(*depth, "depth", kDepths, depth_from_string));
    source.evidence = example_evidence(source.name);
  }
  return {};
}

Status add_complete(RuleExample& example, const data::Value& value) {
  ABOVEBOARD_ASSIGN(example.facts.release.complete, rule_fields::need_bool(value, "complete"));
  return {};
}

Status set_reading(RuleExample& example, const data::Value& value) {
  if (value.as_text() != "apparent" && value.as_text() != "proven") return unknown_word(value.line, "reading", value.text, {"apparent", "proven"});
  example.reading = value.as_text() == "apparent" ? Reading::Apparent : Reading::Proven;
  return {};
}

// "unknown", or the label of a base that is here.
Status add_base(RuleExample& example, const data::Value& value) {
  Lineage& line = example.facts.lineage.emplace_back();
  line.relation = "finetune";
  line.base = "example/base";
  line.terms_inherited = "unknown";
  line.evidence = example_evidence("README.md");
  if (value.as_text() == "unknown") return {};
  ABOVEBOARD_ASSIGN(const Label label, rule_fields::need_word<Label>(value, "label", rule_fields::label_words(), label_from_string));
  line.terms_inherited = "Example License";
  example.facts.bases.push_back({line.base, label, label, label});
  return {};
}

struct ExampleWord {
  std::string_view name;
  data::ValueType type;
  Status (*add)(RuleExample&, const data::Value&);
};

constexpr std::array<ExampleWord, 10> kWords = {{
    {"components", data::ValueType::Map, add_components},
    {"licenses", data::ValueType::Map, add_given_licenses},
    {"tags", data::ValueType::Map, add_tags},
    {"spdx", data::ValueType::Map, add_spdx},
    {"measures", data::ValueType::Map, add_measures},
    {"aspects", data::ValueType::Map, add_aspects},
    {"sources", data::ValueType::List, add_sources},
    {"made-from", data::ValueType::String, add_base},
    {"complete", data::ValueType::Bool, add_complete},
    {"reading", data::ValueType::String, set_reading},
}};

Status add_statements(RuleExample& example, const data::Value& value, const Vocabulary& vocabulary) {
  if (value.is_list() && value.items.empty()) return {};
  ABOVEBOARD_ASSIGN(const std::vector<std::string> ids, rule_fields::need_texts(value, "stated"));
  for (const std::string& id : ids) {
    const bool known = vocabulary.statements.empty() || std::find(vocabulary.statements.begin(), vocabulary.statements.end(), id) != vocabulary.statements.end();
    if (!known) return unknown_word(value.line, "statement", id, vocabulary.statements);
    example.facts.statements.push_back({id, example_evidence(id)});
  }
  return {};
}

}  // namespace

Result<RuleExample> parse_example(const data::Value& value, Truth expected, const Vocabulary& vocabulary) {
  if (!value.is_map()) return malformed(value.line, "an example is a map of facts");
  RuleExample example;
  example.expected = expected;
  example.line = value.line;
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    example.facts.components.push_back(component);
  }
  for (const data::Member& member : value.members) {
    if (member.key == "stated") {
      ABOVEBOARD_TRY(add_statements(example, member.value, vocabulary));
      continue;
    }
    const auto word = std::find_if(kWords.begin(), kWords.end(), [&](const ExampleWord& one) { return one.name == member.key; });
    if (word == kWords.end()) {
      std::vector<std::string> names = {"stated"};
      for (const ExampleWord& one : kWords) names.emplace_back(one.name);
      return unknown_word(member.line, "fact of an example", member.key, names);
    }
    if (member.value.type != word->type) return malformed(member.line, "\"" + member.key + "\" of an example is of another type");
    ABOVEBOARD_TRY(word->add(example, member.value));
  }
  return example;
}

Result<std::vector<RuleExample>> parse_examples(const data::Value& value, const Vocabulary& vocabulary) {
  ABOVEBOARD_TRY(rule_fields::check_keys(value, {"pass", "partial", "fail", "unknown"}));
  std::vector<RuleExample> examples;
  for (const data::Member& member : value.members) {
    if (!member.value.is_list()) return malformed(member.line, "the examples under \"" + member.key + "\" are a list");
    for (const data::Value& item : member.value.items) {
      const bool of_partial = member.key == "partial";
      const Truth expected = member.key == "pass" || of_partial ? Truth::Met : member.key == "fail" ? Truth::Unmet : Truth::Unknown;
      ABOVEBOARD_ASSIGN(RuleExample example, parse_example(item, expected, vocabulary));
      example.of_partial = of_partial;
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

}  // namespace aboveboard
