// Releases and policies in short, and what the one does by the other.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "policy/judge.h"

namespace aboveboard::testing {

inline const Day kToday{2026, 11, 21};

inline const PolicyVocabulary& words() {
  static const PolicyVocabulary kWords{
      {"Apache-2.0", "MIT", "GPL-2.0-only", "CC-BY-4.0", "LicenseRef-otter-community"},
      {{"osaid-1.0", {"definition", "faq"}, {}, {"consistent", "not consistent", "undetermined"}, false}, {"otter-classes", {}, {"III", "II", "I"}, {"III", "II", "I"}, false}, {"otter-index", {}, {}, {}, true}},
      {{"safetensors", {}}, {"gguf", {}}, {"pickle", {}}, {"pytorch", {"pickle"}}},
      {"commercial", "redistribute"},
      {"policy/label", "policy/license", "policy/term", "policy/format", "policy/finding", "policy/danger", "policy/incomplete", "policy/digest", "policy/waiver-expired", "danger/pickle-import", "openwashing/claim", "license/unread"}};
  return kWords;
}

// "id|name=value|..."
inline std::string say(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string text(id);
  for (const auto& [name, value] : values) text += "|" + std::string(name) + "=" + value;
  return text;
}

inline PolicyReadingResult read(const std::string& text) { return read_policy(text, "policy.yaml", words(), kToday); }

// The errors of a policy, "line: message" each.
inline std::vector<std::string> errors_of(const std::string& text) {
  std::vector<std::string> told;
  for (const Error& error : read("version: 1\n" + text).errors) told.push_back(std::to_string(error.place.line.value_or(0)) + ": " + error.message);
  return told;
}

inline Policy policy(const std::string& text) {
  PolicyReadingResult result = read("version: 1\n" + text);
  for (const Error& error : result.errors) ADD_FAILURE() << aboveboard::to_string(error);
  return std::move(result.policy);
}

inline Evidence at(std::string path, std::uint64_t line) {
  Evidence evidence;
  evidence.source = "otter-7b";
  evidence.path = std::move(path);
  evidence.line = line;
  evidence.extractor = "test";
  return evidence;
}

// A release with weights under one license.
inline Report release(std::string license = "Apache-2.0", std::vector<LicenseClass> classes = {LicenseClass::Osi}) {
  Report report;
  Facts& facts = report.facts;
  facts.release.name = "otter-7b";
  SourceInfo source;
  source.name = "otter-7b";
  facts.release.sources = {source};
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    facts.components.push_back(component);
  }
  Component& weights = facts.components[static_cast<std::size_t>(ComponentId::Parameters)];
  weights.presence = Presence::Present;
  weights.licenses = {license};
  weights.evidence = {at("model.safetensors", 1)};
  License record;
  record.id = license;
  record.name = license;
  record.verdict = MatchVerdict::Exact;
  record.detected = true;
  record.classes = classes;
  record.evidence = {at("LICENSE", 1)};
  facts.licenses = {record};
  Governing governing;
  governing.components = {ComponentId::Parameters};
  governing.licenses = {license};
  governing.classes = classes;
  facts.governing = {governing};
  WeightsFile file;
  file.source = "otter-7b";
  file.path = "model.safetensors";
  file.format = "safetensors";
  facts.weights.files = {file};
  facts.file_formats = {{"otter-7b", "model.safetensors", {"safetensors"}}};
  report.label.at_least = Label::WeightsAvailable;
  report.label.apparent = Label::OpenWeights;
  report.label.at_most = Label::OpenSource;
  report.label.blocking = {{"g7.training-code", "training code", {at("README.md", 8)}}};
  return report;
}

inline void add_term(Report& report, TermKind kind, std::string value) {
  Term term;
  term.kind = kind;
  term.value = std::move(value);
  term.evidence = {at("LICENSE", 41)};
  report.facts.governing.front().terms.push_back({term, report.facts.governing.front().licenses.front(), {}});
}

inline Check judge(const std::string& text, const Report& report, const Baseline* baseline = nullptr) { return judge_policy(policy(text), report, {words(), say, kToday, baseline}); }

// Rules of what counts, in order.
inline std::vector<std::string> counting(const Check& check) {
  std::vector<std::string> rules;
  for (const Violation& violation : check.violations) {
    if (violation.state == ViolationState::Violated) rules.push_back(violation.rule + (violation.unknown ? " untold" : ""));
  }
  return rules;
}

inline std::vector<std::string> warned(const Check& check) {
  std::vector<std::string> rules;
  for (const PolicyWarning& warning : check.warnings) rules.push_back(warning.rule);
  return rules;
}

using Rules = std::vector<std::string>;

}  // namespace aboveboard::testing
