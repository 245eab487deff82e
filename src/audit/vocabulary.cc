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
  FrameworkWords words{framework.text.id, framework.modes, {}, {}, false};
  for (int i = 0; !framework.ladder.empty() && !to_string(static_cast<Label>(i)).empty(); ++i) words.ladder.emplace_back(to_string(static_cast<Label>(i)));
  if (framework.ladder.empty()) words.results = {framework.met, framework.unmet, framework.unknown};
  else words.results = words.ladder;
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

PolicyVocabulary policy_vocabulary() {
  PolicyVocabulary words;
  for (const license::Entry& entry : license::registry().entries) {
    if (!entry.policy) words.licenses.push_back(entry.info.id);
  }
  for (const Framework& framework : rulebook()) words.frameworks.push_back(words_of(framework));
  words.formats = format_words();
  for (const Use& use : answer_uses({}, {})) words.uses.push_back(use.id);
  for (const RuleText& rule : all_rules()) {
    if (rule.id.find('/') != std::string::npos) words.rules.push_back(rule.id);
  }
  return words;
}

}  // namespace aboveboard
