#include "license/registry.h"

#include "base/text.h"
#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"
#include "license/index.h"
#include "license/learned.h"

namespace aboveboard::license {
namespace {

std::vector<LicenseClass> classes_of_value(const data::Value& map) {
  std::vector<LicenseClass> classes;
  for (const std::string& word : texts_of(map, "classes")) {
    if (const auto known = license_class_from_string(word)) classes.push_back(*known);
  }
  return classes;
}

void read_terms(const data::Value& map, Entry& entry) {
  const data::Value* terms = map.find("terms");
  if (terms == nullptr) return;
  for (const data::Value& item : terms->items) {
    const auto kind = term_kind_from_string(text_of(item, "kind"));
    if (!kind) continue;
    Term term;
    term.kind = *kind;
    term.value = text_of(item, "value");
    term.condition = text_of(item, "condition");
    term.section = text_of(item, "section");
    entry.info.terms.push_back(std::move(term));
    entry.anchors.push_back(texts_of(item, "anchors"));
  }
}

Entry read_entry(const data::Value& map) {
  Entry entry;
  entry.info.id = text_of(map, "id");
  entry.info.spdx = text_of(map, "spdx");
  entry.info.name = text_of(map, "name");
  entry.info.family = text_of(map, "family");
  entry.info.version = text_of(map, "version");
  const data::Value* model = map.find("model_license");
  entry.info.model_license = model != nullptr && model->boolean;
  const data::Value* policy = map.find("policy");
  entry.policy = policy != nullptr && policy->boolean;
  entry.info.incorporates_policy = text_of(map, "incorporates_policy");
  entry.info.classes = classes_of_value(map);
  entry.tags = texts_of(map, "tags");
  entry.aliases = texts_of(map, "aliases");
  read_terms(map, entry);
  return entry;
}

void add_entry(Registry& registry, Entry entry) {
  registry.entries.push_back(std::move(entry));
  Entry* added = &registry.entries.back();
  registry.by_id[to_lower(added->info.id)] = added;
  for (const std::string& tag : added->tags) registry.by_tag[to_lower(tag)] = added;
}

void add_spdx(Registry& registry) {
  const Index& index = embedded_index();
  for (const DocRecord& doc : index.docs) {
    if ((doc.flags & kIsFingerprint) != 0) continue;
    Entry entry;
    entry.info.id = std::string(index.id(doc));
    if (current_spdx_id(entry.info.id) != entry.info.id) continue;
    entry.info.spdx = entry.info.id;
    entry.info.name = std::string(index.name(doc));
    if ((doc.flags & kOsi) != 0) entry.info.classes = {LicenseClass::Osi};
    add_entry(registry, std::move(entry));
  }
}

// data/licenses/spdx-classes.yaml: classes, terms and names of SPDX licenses that the list itself does not give.
void refine_spdx(Registry& registry, const data::Value& map) {
  const data::Value* rules = map.find("licenses");
  if (rules == nullptr) return;
  for (const data::Value& rule : rules->items) {
    for (const std::string& id : texts_of(rule, "ids")) {
      const auto found = registry.by_id.find(to_lower(id));
      if (found == registry.by_id.end()) continue;
      Entry& entry = *found->second;
      if (const auto classes = classes_of_value(rule); !classes.empty()) entry.info.classes = classes;
      const data::Value* model = rule.find("model_license");
      if (model != nullptr) entry.info.model_license = model->boolean;
      if (entry.info.family.empty()) entry.info.family = text_of(rule, "family");
      if (entry.info.version.empty()) entry.info.version = text_of(rule, "version");
      read_terms(rule, entry);
      for (const std::string& alias : texts_of(rule, "aliases")) entry.aliases.push_back(alias);
      for (const std::string& tag : texts_of(rule, "tags")) {
        entry.tags.push_back(tag);
        registry.by_tag[to_lower(tag)] = &entry;
      }
    }
  }
}

void read_families(Registry& registry, const data::Value& map) {
  const data::Value* families = map.find("families");
  if (families == nullptr) return;
  for (const data::Value& item : families->items) {
    registry.families.push_back({text_of(item, "id"), texts_of(item, "tags"), texts_of(item, "aliases"), classes_of_value(item)});
  }
}

// A license that a user taught. Made for models: its maker would not need it for software.
Entry entry_of(const Learned& learned) {
  Entry entry;
  entry.info.id = learned.print.id;
  entry.info.name = learned.name;
  entry.info.model_license = true;
  entry.info.classes = learned.classes.empty() ? classes_of(learned.terms) : learned.classes;
  entry.info.terms = learned.terms;
  entry.policy = learned.print.policy;
  entry.aliases = {to_lower(learned.name)};
  return entry;
}

Registry load() {
  Registry registry;
  add_spdx(registry);
  for (const data::EmbeddedFile& file : data::embedded_below("licenses/")) {
    const data::Value value = data::unpack(file.packed);
    if (value.find("families") != nullptr) {
      read_families(registry, value);
    } else if (value.find("id") != nullptr) {
      add_entry(registry, read_entry(value));
    } else {
      refine_spdx(registry, value);
    }
  }
  for (const Learned& learned : also_known()) add_entry(registry, entry_of(learned));
  for (Entry& entry : registry.entries) {
    if (entry.info.classes.empty()) entry.info.classes = {LicenseClass::Unknown};
  }
  for (const Family& family : registry.families) {
    for (const std::string& tag : family.tags) registry.family_by_tag[to_lower(tag)] = &family;
  }
  return registry;
}

}  // namespace

const Registry& registry() {
  static const Registry& loaded = *new Registry(load());  // kept to the end: taking it down costs and serves nobody
  return loaded;
}

const Entry* find_entry(std::string_view id) {
  const std::string_view current = current_spdx_id(trim(id));
  // What an exception adds changes no term that is known of the license.
  const auto found = registry().by_id.find(to_lower(trim(current.substr(0, current.find(" WITH ")))));
  return found == registry().by_id.end() ? nullptr : found->second;
}

const Info* find(std::string_view id) {
  const Entry* entry = find_entry(id);
  return entry == nullptr ? nullptr : &entry->info;
}

}  // namespace aboveboard::license
