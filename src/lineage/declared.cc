#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "lineage/lineage.h"

namespace aboveboard::lineage {

namespace {

class Gatherer {
 public:
  void add(std::string relation, std::string_view base, std::string declared_by, Evidence evidence) {
    const std::string name(trim(base));
    if (name.empty() || name == "." || name == "./") return;
    for (Lineage& known : lineage_) {
      if (!equals_ignoring_case(known.base, to_lower(name))) continue;
      if (known.relation == "unknown") known.relation = relation;
      if (known.evidence.size() < 3) known.evidence.push_back(std::move(evidence));
      return;
    }
    lineage_.push_back({std::move(relation), name, std::move(declared_by), "unknown", {std::move(evidence)}, {}});
  }
  std::vector<Lineage> take() { return std::move(lineage_); }

 private:
  std::vector<Lineage> lineage_;
};

std::string relation_of(std::string_view word) {
  const std::string lower = to_lower(word);
  for (const char* known : {"finetune", "adapter", "merge", "quantized"}) {
    if (lower == known) return known;
  }
  return "unknown";
}

// "owner/name" as hubs spell it: one slash, no path, no drive.
bool is_hub_id(std::string_view text) {
  if (std::count(text.begin(), text.end(), '/') != 1 || text.front() == '/' || text.back() == '/' || text.front() == '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
  });
}

// Letters and digits alone, in lower case: "Some-Model_7B" and "some model 7b" are the same name.
std::string bare(std::string_view name) {
  std::string letters;
  for (const char c : to_lower(name)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

// Names that a source goes by: its own, and the titles of its readme.
bool names_itself(const ScannedSource& source, std::string_view hub_id) {
  const std::string name = bare(hub_id.substr(hub_id.find('/') + 1));
  if (name.empty()) return true;
  if (source.source != nullptr && (bare(source.source->info().name) == name || bare(file_name(source.source->info().location)) == name)) return true;
  for (const ScannedFile& file : source.files) {
    if (!file.document || !glob_match("readme*", file.path)) continue;
    for (const Section& section : file.document->sections) {
      if (section.level < 1 || section.level > 2) continue;
      const std::string title = bare(section.heading);
      if (title.find(name) != std::string::npos) return true;
      // "Heron 2" is the title of "heron-2-7b-hf" as well.
      if (section.level == 1 && title.size() >= 5 && name.starts_with(title)) return true;
    }
  }
  return false;
}

void from_card(const ScannedSource& source, const ScannedFile& file, Gatherer& found) {
  if (!file.document || !file.document->front_matter) return;
  const data::Value& card = file.document->front_matter->value;
  const data::Value* base = card.find("base_model");
  if (base == nullptr) return;
  const data::Value* relation = card.find("base_model_relation");
  const std::string word = relation_of(relation == nullptr ? "" : relation->as_text());
  const auto add = [&](const data::Value& one) {
    if (one.is_string() && one.line > 0) found.add(word, one.text, "card", quote_line(source, file, one.line, "lineage/card", EvidenceKind::Tag));
  };
  if (base->is_list()) {
    for (const data::Value& one : base->items) add(one);
  } else {
    add(*base);
  }
}

void from_config(const ScannedSource& source, const ScannedFile& file, Gatherer& found) {
  if (!file.value) return;
  const std::string_view name = file_name(file.path);
  if (name == "adapter_config.json") {
    const data::Value* base = file.value->find("base_model_name_or_path");
    if (base != nullptr && base->is_string()) {
      found.add("adapter", base->text, "adapter configuration", quote_line(source, file, base->line, "lineage/adapter-config", EvidenceKind::Tag));
    }
  } else if (name == "config.json" && file.path == name) {
    const data::Value* base = file.value->find("_name_or_path");
    if (base != nullptr && base->is_string() && !base->text.empty() && is_hub_id(base->text) && !names_itself(source, base->text)) {
      found.add("unknown", base->text, "configuration", quote_line(source, file, base->line, "lineage/config", EvidenceKind::Tag));
    }
  }
}

// general.base_model.{n}.name, .organization, .repo_url of a GGUF header.
void from_header(const ScannedSource& source, const ScannedFile& file, Gatherer& found) {
  const std::string_view prefix = "general.base_model.";
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (!std::string_view(entry.key).starts_with(prefix) || !std::string_view(entry.key).ends_with(".repo_url")) continue;
    std::string_view base = entry.value;
    for (const std::string_view host : {"https://huggingface.co/", "https://hf.co/"}) {
      if (base.starts_with(host)) base.remove_prefix(host.size());
    }
    found.add("unknown", base, "weights header", quote_metadata(source, file, entry, "lineage/weights-header"));
  }
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (!std::string_view(entry.key).starts_with(prefix) || !std::string_view(entry.key).ends_with(".name")) continue;
    const std::string stem = entry.key.substr(0, entry.key.size() - 4);
    const bool has_url = std::any_of(file.contents.metadata.begin(), file.contents.metadata.end(), [&](const MetadataEntry& one) { return one.key == stem + "repo_url"; });
    if (!has_url) found.add("unknown", entry.value, "weights header", quote_metadata(source, file, entry, "lineage/weights-header"));
  }
}

}  // namespace

std::vector<Lineage> declared(const std::vector<ScannedSource>& sources) {
  Gatherer found;
  for (const ScannedSource& source : sources) {
    const bool is_data = source.source != nullptr && source.source->info().role == Role::Data;
    for (const ScannedFile& file : source.files) {
      if (!is_data) from_card(source, file, found);
      from_config(source, file, found);
      from_header(source, file, found);
    }
  }
  return found.take();
}

}  // namespace aboveboard::lineage
