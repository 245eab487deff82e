#include "detect/data_information_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/embedded.h"
#include "data/value.h"

namespace aboveboard::detect {

namespace {

constexpr std::array kAspects = {"provenance", "scope", "obtained", "selection", "labeling", "processing"};

// Reads a condition; a bare list of expressions stands for {any: ...}.
TextCondition condition(const data::Value& root, std::string_view key) {
  const data::Value* found = root.find(key);
  if (found == nullptr) return {};
  if (found->is_map()) return read_text_condition(*found);
  TextCondition list;
  list.any = Pattern(found->as_texts());
  return list;
}

AspectRule read_aspect(const data::Value& value) {
  return {data::text_of(value, "id"),     data::text_of(value, "title"),      condition(value, "heading"),
          condition(value, "named"),      condition(value, "described"),      condition(value, "refused")};
}

SourceRules read_sources(const data::Value& value) {
  SourceRules rules;
  rules.cue = Pattern(data::texts_of(value, "cue"));
  rules.kinds = data::texts_of(value, "kinds");
  std::stable_sort(rules.kinds.begin(), rules.kinds.end(), [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  rules.none = condition(value, "none");
  rules.not_names = data::texts_of(value, "not-names");
  std::sort(rules.not_names.begin(), rules.not_names.end());
  rules.command = condition(value, "command");
  rules.command_section = condition(value, "command-section");
  rules.defined = condition(value, "defined");
  rules.hub = condition(value, "hub");
  rules.not_data = condition(value, "not-data");
  rules.link_words_none = condition(value, "link-words-none");
  rules.generic = condition(value, "generic");
  rules.skip_rows = condition(value, "skip-rows");
  rules.list_head = condition(value, "list-head");
  rules.obtainable = condition(value, "obtainable");
  rules.unshareable = condition(value, "unshareable");
  rules.reason = condition(value, "reason");
  rules.license = condition(value, "license");
  rules.open_license = condition(value, "open-license");
  if (const data::Value* table = value.find("table")) {
    rules.table = {condition(*table, "name"),    condition(*table, "plain-name"), condition(*table, "location"),
                   condition(*table, "license"), condition(*table, "class"),      condition(*table, "none")};
  }
  return rules;
}

DataRules load() {
  DataRules rules;
  Diagnostics notes;
  const std::vector<data::EmbeddedFile> files = data::embedded_below("phrases/data-information");
  if (files.empty()) return rules;
  const auto root = data::parse_json(files.front().json, {std::string(files.front().path), 1}, notes);
  if (!root) return rules;
  rules.section = condition(*root, "section");
  rules.document_section = condition(*root, "document-section");
  rules.subject = condition(*root, "subject");
  rules.subject_section = condition(*root, "subject-section");
  rules.near = condition(*root, "near");
  rules.other = condition(*root, "other");
  rules.pretraining = condition(*root, "pretraining");
  rules.post_training = condition(*root, "post-training");
  rules.refused = condition(*root, "refused");
  rules.details = condition(*root, "details");
  if (const data::Value* aspects = root->find("aspects")) {
    for (const data::Value& one : aspects->items) rules.aspects.push_back(read_aspect(one));
  }
  if (const data::Value* sources = root->find("sources")) rules.sources = read_sources(*sources);
  return rules;
}

void check(const TextCondition& one, const std::string& where, std::vector<std::string>& problems) {
  if (one.empty()) problems.push_back(where + ": nothing stands there");
  const bool valid = one.any.valid() && one.none.valid() && std::all_of(one.all.begin(), one.all.end(), [](const Pattern& p) { return p.valid(); });
  if (!valid) problems.push_back(where + ": an expression does not compile");
}

}  // namespace

const DataRules& data_rules() {
  static const DataRules rules = load();
  return rules;
}

std::vector<std::string> check_data_rules() {
  const DataRules& rules = data_rules();
  std::vector<std::string> problems;
  const std::vector<std::pair<const char*, const TextCondition*>> shared = {
      {"section", &rules.section}, {"document-section", &rules.document_section}, {"subject", &rules.subject}, {"subject-section", &rules.subject_section},
      {"near", &rules.near}, {"other", &rules.other}, {"pretraining", &rules.pretraining}, {"post-training", &rules.post_training}, {"refused", &rules.refused}, {"details", &rules.details},
      {"sources.none", &rules.sources.none}, {"sources.hub", &rules.sources.hub}, {"sources.command", &rules.sources.command}, {"sources.command-section", &rules.sources.command_section}, {"sources.defined", &rules.sources.defined}, {"sources.not-data", &rules.sources.not_data},
      {"sources.generic", &rules.sources.generic}, {"sources.skip-rows", &rules.sources.skip_rows}, {"sources.list-head", &rules.sources.list_head},
      {"sources.obtainable", &rules.sources.obtainable}, {"sources.unshareable", &rules.sources.unshareable}, {"sources.reason", &rules.sources.reason},
      {"sources.license", &rules.sources.license}, {"sources.open-license", &rules.sources.open_license}, {"sources.link-words-none", &rules.sources.link_words_none},
      {"sources.table.name", &rules.sources.table.name}, {"sources.table.plain-name", &rules.sources.table.plain_name}, {"sources.table.none", &rules.sources.table.none},
      {"sources.table.location", &rules.sources.table.location}, {"sources.table.license", &rules.sources.table.license}, {"sources.table.class", &rules.sources.table.kind}};
  for (const auto& [name, one] : shared) check(*one, name, problems);
  if (rules.sources.cue.empty() || !rules.sources.cue.valid()) problems.emplace_back("sources.cue: missing, or it does not compile");
  if (rules.aspects.size() != kAspects.size()) problems.emplace_back("aspects: six are to be there");
  for (std::size_t i = 0; i < rules.aspects.size() && i < kAspects.size(); ++i) {
    const AspectRule& aspect = rules.aspects[i];
    if (aspect.id != kAspects[i]) problems.push_back(aspect.id + ": not in the order of the closed list");
    check(aspect.heading, aspect.id + ".heading", problems);
    check(aspect.named, aspect.id + ".named", problems);
    check(aspect.described, aspect.id + ".described", problems);
    check(aspect.refused, aspect.id + ".refused", problems);
  }
  return problems;
}

}  // namespace aboveboard::detect
