// Facts in short, as the cases of tests/framework/said/*.yaml give them: a release of three files, of which nothing is found but what the case says.
//
//   components: {training-code: present}       evidence is COMPONENT:1
//   licenses: {parameters: [osi]}               the text is here (LICENSE:1), of the kind that its class tells
//   tags: {parameters: [osi]}                   declared alone (README.md:2)
//   terms: {parameters: [{kind, value, condition}]}  of the component's license (LICENSE:9)
//   stated: [data.vague]                        said in README.md:7
//   claims: [{kind, words, line}]               in README.md
//   weights: {parameters, formats, complete, reason, dtypes, bytes, files: [{path, format, bytes, read, pointer, digest}]}
//   bases: [{base, relation, terms}], findings: [{rule, level, message}], not-examined: [what], aspects: {id: depth}, sources: [{name, depth, access, location}] (DATA.md:5)
//   card: {front-matter: {key: value or list}}, or `none`; hints: {key: value}; digests: agree; complete: true; frameworks: [{id, name, sentence}], steps: [{sentence, reaches}]
//   asked: {users, revenue, region}, measures: {ID: number or [low, high]}
//   spdx: {parameters: MIT}  the first license is this one; made-from: the label of a base that is here
#pragma once

#include <gtest/gtest.h>

#include "data/value.h"
#include "data/yaml_writer.h"
#include "framework/facts_builder.h"

namespace aboveboard::testing {

inline void add_license_of(Facts& facts, const data::Member& member, bool detected) {
  const auto id = component_from_string(member.key);
  ASSERT_TRUE(id) << member.key;
  std::vector<LicenseClass> classes;
  for (const std::string& word : member.value.as_texts()) {
    const auto known = license_class_from_string(word);
    ASSERT_TRUE(known) << word;
    classes.push_back(*known);
  }
  license_with(facts, *id, std::move(classes), detected);
  if (!detected) facts.licenses.back().evidence = {at("README.md", 2)};
}

inline void add_terms_of(Facts& facts, const data::Member& member) {
  const auto id = component_from_string(member.key);
  ASSERT_TRUE(id) << member.key;
  Governing governing;
  governing.components = {*id};
  governing.licenses = part(facts, *id).licenses;
  License* license = nullptr;
  for (License& one : facts.licenses) {
    if (!governing.licenses.empty() && one.id == governing.licenses.front()) license = &one;
  }
  for (const data::Value& item : member.value.items) {
    const auto kind = term_kind_from_string(text_of(item, "kind"));
    ASSERT_TRUE(kind) << text_of(item, "kind");
    GoverningTerm governed;
    governed.term.kind = *kind;
    governed.term.value = text_of(item, "value");
    governed.term.condition = text_of(item, "condition");
    governed.term.evidence = {at("LICENSE", 9)};
    governed.license = governing.licenses.empty() ? "" : governing.licenses.front();
    if (license != nullptr) license->terms.push_back(governed.term);
    governing.terms.push_back(std::move(governed));
  }
  facts.governing.push_back(std::move(governing));
}

inline void set_weights(Facts& facts, const data::Value& map) {
  Weights& weights = facts.weights;
  for (const data::Member& member : map.members) {
    const data::Value& value = member.value;
    if (member.key == "parameters") weights.parameters = static_cast<std::uint64_t>(value.number);
    else if (member.key == "formats") weights.formats = value.as_texts();
    else if (member.key == "bytes") weights.bytes = static_cast<std::uint64_t>(value.number);
    else if (member.key == "reason") weights.completeness_reason = value.as_text();
    else if (member.key == "complete") weights.complete = value.boolean ? Completeness::Yes : Completeness::No;
    else if (member.key == "dtypes") {
      for (const data::Member& dtype : value.members) weights.dtypes[dtype.key] = static_cast<std::uint64_t>(dtype.value.number);
    } else if (member.key == "files") {
      for (const data::Value& item : value.items) {
        WeightsFile file;
        file.path = text_of(item, "path");
        file.format = text_of(item, "format");
        file.digest = text_of(item, "digest");
        if (const data::Value* bytes = item.find("bytes")) file.bytes = static_cast<std::uint64_t>(bytes->number);
        const data::Value* read = item.find("read");
        const data::Value* pointer = item.find("pointer");
        file.read = read == nullptr || read->boolean;
        file.pointer = pointer != nullptr && pointer->boolean;
        file.evidence = {at(file.path, 1)};
        weights.files.push_back(std::move(file));
      }
    } else ADD_FAILURE() << "unknown key of weights: " << member.key;
  }
}

inline void set_card(Facts& facts, const data::Value& value) {
  if (value.as_text() == "none") return;
  facts.card.source = "release";
  facts.card.path = "README.md";
  const data::Value* map = value.find("front-matter");
  if (map == nullptr) return;
  facts.card.front_matter = true;
  std::uint64_t line = 2;
  for (const data::Member& member : map->members) {
    CardField field;
    field.key = member.key;
    field.values = member.value.is_list() ? member.value.as_texts() : std::vector<std::string>{member.value.text};
    field.yaml = data::yaml_member(member.key, member.value);
    field.evidence = at("README.md", line);
    line += member.value.is_list() ? 1 + member.value.items.size() : 1;
    facts.card.fields.push_back(std::move(field));
  }
}

inline void set_list(Facts& facts, const data::Member& member) {
  for (const data::Value& item : member.value.items) {
    if (member.key == "claims") {
      const data::Value* line = item.find("line");
      facts.claims.push_back({text_of(item, "kind"), text_of(item, "words"), at("README.md", line == nullptr ? 11 : static_cast<std::uint64_t>(line->number))});
    } else if (member.key == "bases") {
      Lineage line;
      line.base = text_of(item, "base");
      line.relation = text_of(item, "relation");
      line.terms_inherited = text_of(item, "terms");
      line.evidence = {at("adapter_config.json", 3)};
      facts.lineage.push_back(std::move(line));
    } else if (member.key == "findings") {
      const std::string level = text_of(item, "level");
      facts.findings.push_back({text_of(item, "rule"), level == "error" ? FindingLevel::Error : level == "note" ? FindingLevel::Note : FindingLevel::Warning, text_of(item, "message"), "mend it", {at("README.md", 9)}});
    } else if (member.key == "sources") {
      DataSource source;
      source.name = text_of(item, "name");
      source.location = text_of(item, "location");
      source.depth = depth_from_string(text_of(item, "depth")).value_or(Depth::Named);
      source.access = data_access_from_string(text_of(item, "access")).value_or(DataAccess::Unknown);
      source.evidence = {at("DATA.md", 5)};
      facts.data_sources.push_back(std::move(source));
    } else if (member.key == "not-examined") {
      facts.not_examined.push_back({std::string(item.as_text()), "it could not be read", true});
    }
  }
}

inline void set_aspects(Facts& facts, const data::Value& map) {
  for (const data::Member& member : map.members) {
    const auto depth = depth_from_string(member.value.as_text());
    ASSERT_TRUE(depth) << member.value.as_text();
    facts.data_aspects.push_back({member.key, *depth, {at("README.md", 30)}});
  }
}

inline void set_asked(Asked& asked, const data::Value& map) {
  for (const data::Member& member : map.members) {
    if (member.key == "users") asked.users = static_cast<std::uint64_t>(member.value.number);
    else if (member.key == "revenue") asked.revenue = static_cast<std::uint64_t>(member.value.number);
    else if (member.key == "region") asked.region = member.value.as_text();
    else ADD_FAILURE() << "unknown key of asked: " << member.key;
  }
}

inline void set_measures(Facts& facts, const data::Value& map) {
  for (const data::Member& member : map.members) {
    Measure measure;
    measure.id = member.key;
    measure.low = member.value.is_list() ? member.value.items.at(0).number : member.value.number;
    measure.high = member.value.is_list() ? member.value.items.at(1).number : member.value.number;
    measure.evidence = {at("README.md", 8)};
    facts.measures.push_back(std::move(measure));
  }
}

inline Facts facts_in_short(const data::Value& map) {
  Facts facts = no_facts();
  for (const data::Member& member : map.members) {
    const std::string& key = member.key;
    if (key == "components") {
      for (const data::Member& one : member.value.members) {
        const auto id = component_from_string(one.key);
        const auto presence = presence_from_string(one.value.as_text());
        if (id && presence) show(facts, *id, *presence);
        else ADD_FAILURE() << one.key;
      }
    } else if (key == "licenses" || key == "tags") {
      for (const data::Member& one : member.value.members) add_license_of(facts, one, key == "licenses");
    } else if (key == "spdx") {
      for (const data::Member& one : member.value.members) {
        License& license = facts.licenses.at(0);
        license.spdx = license.id = one.value.as_text();
        part(facts, *component_from_string(one.key)).licenses = {license.id};
      }
    } else if (key == "made-from") {
      const auto label = label_from_string(member.value.as_text());
      facts.lineage.push_back({"finetune", "lakelab/otter-base", "", "Example License", {at("README.md", 6)}});
      if (label) facts.bases.push_back({"lakelab/otter-base", *label, *label, *label});
    } else if (key == "terms") {
      for (const data::Member& one : member.value.members) add_terms_of(facts, one);
    } else if (key == "stated") {
      for (const std::string& id : member.value.as_texts()) {
        facts.statements.push_back({id, {at("README.md", 7)}});
        facts.statements.back().evidence.front().quote = "a mix of data";
      }
    } else if (key == "weights") set_weights(facts, member.value);
    else if (key == "card") set_card(facts, member.value);
    else if (key == "hints") {
      for (const data::Member& one : member.value.members) facts.card.hints.push_back({one.key, std::string(one.value.as_text()), at("config.json", 4)});
    } else if (key == "digests") {
      for (const WeightsFile& file : facts.weights.files) facts.digests.push_back({file.source, file.path, "sha256", "ab", "ab", "name", file.evidence});
    } else if (key == "complete") facts.release.complete = member.value.boolean;
    else if (key == "asked") set_asked(facts.asked, member.value);
    else if (key == "measures") set_measures(facts, member.value);
    else if (key == "aspects") set_aspects(facts, member.value);
    else if (key == "claims" || key == "bases" || key == "findings" || key == "not-examined" || key == "sources") set_list(facts, member);
    else if (key != "frameworks" && key != "steps") ADD_FAILURE() << "unknown key " << key << " on line " << member.line;
  }
  return facts;
}

}  // namespace aboveboard::testing
