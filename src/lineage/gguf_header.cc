// What a GGUF header says of its origin: general.base_model.N.*, general.source.*, general.dataset.N.*.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "General metadata", "Source metadata"
#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

using Fields = std::map<std::string_view, const MetadataEntry*>;  // by the last part of the key

const MetadataEntry* field(const Fields& fields, std::string_view name) {
  const auto at = fields.find(name);
  return at == fields.end() || trim(at->second->value).empty() ? nullptr : at->second;
}

bool is_on_hub(const MetadataEntry& entry) {
  const BaseName name = base_name(entry.value);
  return name.kind == NameKind::Named && name.text != trim(entry.value) && name.text.find("://") == std::string::npos;
}

// The field that says best what is meant: an address on the Hub, another repository, a name, any address.
const MetadataEntry* best_field(const Fields& fields) {
  for (const char* key : {"repo_url", "url"}) {
    const MetadataEntry* entry = field(fields, key);
    if (entry != nullptr && is_on_hub(*entry)) return entry;
  }
  for (const char* key : {"repo_url", "name", "url", "doi"}) {
    if (const MetadataEntry* entry = field(fields, key)) return entry;
  }
  return nullptr;
}

void add_fields(const ScannedSource& source, const ScannedFile& file, Where where, const std::string& relation, const Fields& fields, Mentions& found) {
  const MetadataEntry* entry = best_field(fields);
  if (entry == nullptr) return;
  found.add(where, relation, entry->value, source, file, *entry);
}

// "general.base_model.0.name" behind its prefix: "0" and "name".
bool split_key(std::string_view rest, std::string_view& number, std::string_view& last) {
  const std::size_t dot = rest.find('.');
  if (dot == 0 || dot == std::string_view::npos) return false;
  number = rest.substr(0, dot);
  last = rest.substr(dot + 1);
  return number.find_first_not_of("0123456789") == std::string_view::npos && last.find('.') == std::string_view::npos;
}

// Numbered groups of fields, in the order of their first fields.
void read_groups(const ScannedSource& source, const ScannedFile& file, std::string_view prefix, const std::string& relation, Mentions& found) {
  std::vector<std::pair<std::string_view, Fields>> groups;
  std::map<std::string_view, std::size_t> known;
  for (const MetadataEntry& entry : file.contents.metadata) {
    std::string_view number;
    std::string_view last;
    if (!std::string_view(entry.key).starts_with(prefix) || !split_key(std::string_view(entry.key).substr(prefix.size()), number, last)) continue;
    const auto [at, fresh] = known.emplace(number, groups.size());
    if (fresh) groups.emplace_back(number, Fields{});
    groups[at->second].second.emplace(last, &entry);
  }
  for (const auto& [number, fields] : groups) add_fields(source, file, Where::Header, relation, fields, found);
}

// The older list general.datasets holds identities.
void read_dataset_list(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (entry.key != "general.datasets" || entry.value.ends_with(" items")) continue;
    const BaseName name = base_name(entry.value);
    if (name.kind != NameKind::Named) continue;
    found.add(Where::Header, "dataset", is_hub_id(name.text) ? "datasets/" + name.text : name.text, source, file, entry);
  }
}

}  // namespace

void read_header(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (file.contents.metadata.empty()) return;
  read_groups(source, file, "general.base_model.", "unknown", found);
  Fields origin;
  constexpr std::string_view kSource = "general.source.";
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (std::string_view(entry.key).starts_with(kSource)) origin.emplace(std::string_view(entry.key).substr(kSource.size()), &entry);
  }
  // What it was converted from; conversion alone is no relation that cards know.
  add_fields(source, file, Where::HeaderSource, "unknown", origin, found);
  read_groups(source, file, "general.dataset.", "dataset", found);
  read_dataset_list(source, file, found);
}

}  // namespace aboveboard::lineage
