// The model card: its front matter key by key, and what files beside it show of the same keys (data/hub/card.yaml).
#include <algorithm>

#include "base/text.h"
#include "data/embedded.h"
#include "data/yaml_writer.h"
#include "detect/detect.h"
#include "detect/license_statements.h"

namespace aboveboard {
namespace {

data::Value load_conventions() {
  for (const auto& file : data::embedded_below("hub/card.yaml")) {
    Diagnostics notes;
    if (auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes)) return std::move(*value);
  }
  return {};
}

const data::Value& conventions() {
  static const data::Value value = load_conventions();
  return value;
}

struct Found {
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;
};

// The readme at the top of a source that holds the model; one with front matter before one without, weights before code.
Found find_card(const Scope& scope) {
  Found best;
  int best_rank = 0;
  for (const ScannedSource& source : scope.sources) {
    const Role role = source.source->info().role;
    if (role == Role::Base || role == Role::Data) continue;
    for (const ScannedFile& file : source.files) {
      if (!file.document || !equals_ignoring_case(file.path, "readme.md") || is_dataset_card(source, *file.document)) continue;
      const int rank = 1 + (file.document->front_matter ? 4 : 0) + (role == Role::Weights ? 2 : 0);
      if (rank > best_rank) {
        best = {&source, &file};
        best_rank = rank;
      }
    }
  }
  return best;
}

const ScannedFile* find_file(const ScannedSource& source, std::string_view path) {
  const auto found = std::find_if(source.files.begin(), source.files.end(), [&](const ScannedFile& file) { return file.path == path; });
  return found == source.files.end() ? nullptr : &*found;
}

std::vector<std::string> scalars(const data::Value& value) {
  if (value.is_map()) return {};
  if (!value.is_list()) return value.text.empty() ? std::vector<std::string>{} : std::vector<std::string>{value.text};
  std::vector<std::string> texts;
  for (const data::Value& item : value.items) {
    if (!item.is_map() && !item.is_list() && !item.text.empty()) texts.push_back(item.text);
  }
  return texts;
}

void read_fields(Card& card, const ScannedSource& source, const ScannedFile& file) {
  for (const data::Member& member : file.document->front_matter->value.members) {
    if (find_field(card, member.key) != nullptr) continue;
    card.fields.push_back({member.key, scalars(member.value), data::yaml_member(member.key, member.value), quote_line(source, file, member.line, "card/front-matter", EvidenceKind::Tag)});
  }
}

void add_hint(Card& card, const ScannedSource& source, const ScannedFile& file, std::string key, std::string value, std::uint64_t line) {
  card.hints.push_back({std::move(key), std::move(value), line > 0 ? quote_line(source, file, line, "card/configuration", EvidenceKind::Tag) : listing(source, file, "card/configuration")});
}

void read_library(Card& card, const ScannedSource& source) {
  const data::Value* libraries = conventions().find("libraries");
  if (libraries == nullptr) return;
  for (const data::Value& library : libraries->items) {
    const ScannedFile* file = find_file(source, text_of(library, "file"));
    const data::Value* said = file == nullptr || !file->value ? nullptr : file->value->find(text_of(library, "key"));
    if (said != nullptr) return add_hint(card, source, *file, "library_name", text_of(library, "id"), said->line);
  }
}

void read_pipeline(Card& card, const ScannedSource& source) {
  const ScannedFile* file = find_file(source, "config.json");
  const data::Value* architectures = file == nullptr || !file->value ? nullptr : file->value->find("architectures");
  const data::Value* pipelines = conventions().find("pipelines");
  if (architectures == nullptr || architectures->items.size() != 1 || pipelines == nullptr) return;
  for (const data::Value& pipeline : pipelines->items) {
    if (architectures->items.front().as_text().ends_with(pipeline.find("ending")->as_text())) return add_hint(card, source, *file, "pipeline_tag", text_of(pipeline, "id"), architectures->line);
  }
}

// A link of the card that is a file beside it.
void read_link(Card& card, const ScannedSource& source) {
  const CardField* link = find_field(card, "license_link");
  if (link == nullptr || link->values.size() != 1) return;
  std::string_view path = link->values.front();
  if (path.starts_with("./")) path.remove_prefix(2);
  if (const ScannedFile* file = find_file(source, path)) add_hint(card, source, *file, "license_link", link->values.front(), 0);
}

}  // namespace

Card detect_card(const Scope& scope) {
  Card card;
  const Found found = find_card(scope);
  if (found.file != nullptr) {
    card.source = found.source->source->info().name;
    card.path = found.file->path;
    card.front_matter = found.file->document->front_matter.has_value();
    if (card.front_matter) read_fields(card, *found.source, *found.file);
  }
  for (const ScannedSource& source : scope.sources) {
    if (source.source->info().role != Role::Weights || (found.source != nullptr && found.source != &source)) continue;
    read_library(card, source);
    read_pipeline(card, source);
    break;
  }
  if (found.source != nullptr) read_link(card, *found.source);
  return card;
}

}  // namespace aboveboard
