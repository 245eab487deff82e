#include "audit/vocabulary.h"

#include <algorithm>

#include "data/embedded.h"
#include "data/value.h"
#include "framework/framework.h"
#include "framework/rulebook.h"
#include "framework/rules.h"
#include "license/registry.h"

namespace aboveboard {
namespace {

FrameworkWords words_of(const Framework& framework) {
  FrameworkWords words{framework.text.id, framework.modes, {}, {}, framework.conclusion == Conclusion::Scale};
  std::erase(words.modes, "");  // how a framework has none
  switch (framework.conclusion) {
    case Conclusion::Ladder:
      for (int i = 0; !to_string(static_cast<Label>(i)).empty(); ++i) words.ladder.emplace_back(to_string(static_cast<Label>(i)));
      break;
    case Conclusion::Classes:
      words.ladder.push_back(framework.no_class.id);
      for (const OpennessClass& one : framework.classes) words.ladder.push_back(one.id);
      break;
    case Conclusion::Verdict:
      words.results = {framework.met, framework.unmet, framework.unknown};
      if (framework.applies) words.results.push_back(framework.out_of_scope);
      break;
    case Conclusion::Scale:
    case Conclusion::Checklist: break;
  }
  if (!words.ladder.empty()) words.results = words.ladder;
  return words;
}

std::vector<FormatWords> format_words() {
  std::vector<FormatWords> formats;
  for (const data::EmbeddedFile& file : data::embedded_below("policy/formats.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* list = value ? value->find("formats") : nullptr;
    for (const data::Value& item : list == nullptr ? std::vector<data::Value>{} : list->items) formats.push_back({data::text_of(item, "id"), data::texts_of(item, "made_of")});
  }
  return formats;
}

}  // namespace

PolicyVocabulary policy_vocabulary(const std::vector<Framework>& own) {
  PolicyVocabulary words;
  for (const license::Entry& entry : license::registry().entries) {
    if (!entry.policy) words.licenses.push_back(entry.info.id);
  }
  for (const auto* frameworks : {&rulebook(), &own}) {
    for (const Framework& framework : *frameworks) words.frameworks.push_back(words_of(framework));
  }
  words.formats = format_words();
  for (const Use& use : answer_uses({}, {})) words.uses.push_back(use.id);
  for (const RuleText& rule : all_rules()) {
    if (rule.id.find('/') != std::string::npos) words.rules.push_back(rule.id);
  }
  return words;
}

}  // namespace aboveboard
