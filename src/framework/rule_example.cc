#include "framework/rule_example.h"

namespace aboveboard {
namespace {

tl::unexpected<Error> bad(std::uint64_t line, const std::string& message) {
  return fail(ErrorKind::Malformed, message, {.path = {}, .line = line, .byte = {}});
}

EvidenceList example_evidence(const std::string& what) {
  Evidence evidence;
  evidence.source = "example";
  evidence.path = what;
  evidence.extractor = "example";
  return {evidence};
}

Component& component_of(Facts& facts, ComponentId id) { return facts.components[static_cast<std::size_t>(id)]; }

Status add_components(Facts& facts, const data::Value& map) {
  for (const data::Member& member : map.members) {
    const auto id = component_from_string(member.key);
    const auto presence = presence_from_string(member.value.as_text());
    if (!id || !presence) return bad(member.line, "no such component or presence: " + member.key);
    component_of(facts, *id).presence = *presence;
    component_of(facts, *id).evidence = example_evidence(member.key);
  }
  return {};
}

Status add_licenses(Facts& facts, const data::Value& map, bool detected) {
  for (const data::Member& member : map.members) {
    const auto id = component_from_string(member.key);
    if (!id) return bad(member.line, "no component is called " + member.key);
    License license;
    license.id = "LicenseRef-" + member.key;
    license.name = "Example License";
    license.detected = detected;
    license.declared = !detected;
    license.evidence = example_evidence("LICENSE");
    for (const std::string& word : member.value.as_texts()) {
      const auto license_class = license_class_from_string(word);
      if (!license_class) return bad(member.line, "no license class is called " + word);
      license.classes.push_back(*license_class);
    }
    component_of(facts, *id).licenses.push_back(license.id);
    facts.licenses.push_back(std::move(license));
  }
  return {};
}

// "unknown", or the label of a base that is here.
Status add_base(Facts& facts, const data::Value& value) {
  Lineage& line = facts.lineage.emplace_back();
  line.relation = "finetune";
  line.base = "example/base";
  line.terms_inherited = "unknown";
  line.evidence = example_evidence("README.md");
  if (value.as_text() == "unknown") return {};
  const auto label = label_from_string(value.as_text());
  if (!label) return bad(value.line, "no label is called " + std::string(value.as_text()));
  line.terms_inherited = "Example License";
  facts.bases.push_back({line.base, *label, *label, *label});
  return {};
}

}  // namespace

Result<RuleExample> parse_example(const data::Value& value, Truth expected) {
  RuleExample example;
  example.expected = expected;
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    example.facts.components.push_back(component);
  }
  for (const data::Member& member : value.members) {
    if (member.key == "components") ABOVEBOARD_TRY(add_components(example.facts, member.value));
    else if (member.key == "licenses") ABOVEBOARD_TRY(add_licenses(example.facts, member.value, true));
    else if (member.key == "tags") ABOVEBOARD_TRY(add_licenses(example.facts, member.value, false));
    else if (member.key == "stated") {
      for (const std::string& id : member.value.as_texts()) example.facts.statements.push_back({id, example_evidence(id)});
    } else if (member.key == "complete") example.facts.release.complete = member.value.boolean;
    else if (member.key == "made-from") ABOVEBOARD_TRY(add_base(example.facts, member.value));
    else if (member.key == "reading") example.reading = member.value.as_text() == "apparent" ? Reading::Apparent : Reading::Proven;
    else return bad(member.line, "unknown key \"" + member.key + "\" in an example");
  }
  return example;
}

Result<std::vector<RuleExample>> parse_examples(const data::Value& value) {
  std::vector<RuleExample> examples;
  for (const data::Member& member : value.members) {
    const bool pass = member.key == "pass", failing = member.key == "fail";
    if (!pass && !failing && member.key != "unknown") return bad(member.line, "examples are pass, fail or unknown");
    for (const data::Value& item : member.value.items) {
      ABOVEBOARD_ASSIGN(RuleExample example, parse_example(item, pass ? Truth::Met : failing ? Truth::Unmet : Truth::Unknown));
      examples.push_back(std::move(example));
    }
  }
  return examples;
}

}  // namespace aboveboard
