// Facts in short, for tests of rules and verdicts.
#pragma once

#include "model/report.h"

namespace aboveboard::testing {

inline Evidence at(std::string path, std::uint64_t line) {
  Evidence evidence;
  evidence.source = "release";
  evidence.path = std::move(path);
  evidence.line = line;
  evidence.quote = "words that stand there";
  evidence.extractor = "test";
  return evidence;
}

inline Facts no_facts() {
  Facts facts;
  facts.release.name = "release";
  SourceInfo source;
  source.name = "release";
  source.files = 3;
  facts.release.sources = {source};
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    facts.components.push_back(component);
  }
  return facts;
}

inline Component& part(Facts& facts, ComponentId id) { return facts.components[static_cast<std::size_t>(id)]; }

inline void show(Facts& facts, ComponentId id, Presence presence) {
  part(facts, id).presence = presence;
  part(facts, id).evidence = {at(std::string(to_string(id)), 1)};
}

inline void license_with(Facts& facts, ComponentId id, std::vector<LicenseClass> classes, bool detected = true) {
  License license;
  license.id = "LicenseRef-" + std::string(to_string(id));
  license.name = "Example License";
  license.classes = std::move(classes);
  license.detected = detected;
  license.declared = !detected;
  license.verdict = MatchVerdict::Exact;
  license.evidence = {at("LICENSE", 1)};
  part(facts, id).licenses.push_back(license.id);
  facts.licenses.push_back(std::move(license));
}

// All that the highest label asks for.
inline Facts fully_open() {
  Facts facts = no_facts();
  for (const ComponentId id : all_components()) {
    show(facts, id, Presence::Present);
    license_with(facts, id, {LicenseClass::Osi});
  }
  facts.statements.push_back({"data.shared", {at("DATA.md", 4)}});
  facts.weights.parameters = 1000;
  facts.weights.formats = {"safetensors"};
  facts.weights.complete = Completeness::Yes;
  return facts;
}

}  // namespace aboveboard::testing
