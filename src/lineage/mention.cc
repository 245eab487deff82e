#include "lineage/mention.h"

#include <set>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::lineage {

namespace {

std::string extractor(Where where) {
  switch (where) {
    case Where::Card:
    case Where::CardTag: return "lineage/card";
    case Where::AdapterConfig: return "lineage/adapter-config";
    case Where::Header:
    case Where::HeaderSource: return "lineage/weights-header";
    case Where::MergeConfig: return "lineage/merge-config";
    case Where::Config:
    case Where::ConfigPart: return "lineage/config";
    case Where::Modelfile: return "lineage/modelfile";
  }
  return "";
}

}  // namespace

Mention* Mentions::add_name(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file) {
  BaseName name = base_name(written);
  if (name.kind == NameKind::None) return nullptr;
  // A release is not made from itself.
  if (source.source != nullptr && !source.source->info().identity.empty() && equals_ignoring_case(source.source->info().identity, name.text)) return nullptr;
  if (list.size() >= limits::kLineageMentions) {
    cut = true;
    return nullptr;
  }
  list.push_back({where, std::move(relation), std::move(name.text), name.kind == NameKind::LocalPath, &source, &file, {}});
  return &list.back();
}

void Mentions::add(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file, std::uint64_t line, std::uint64_t beside) {
  Mention* mention = add_name(where, std::move(relation), written, source, file);
  if (mention == nullptr) return;
  mention->evidence.push_back(quote_line(source, file, line, extractor(where), EvidenceKind::Tag));
  if (beside != 0) mention->evidence.push_back(quote_line(source, file, beside, extractor(where), EvidenceKind::Tag));
}

void Mentions::add(Where where, std::string relation, std::string_view written, const ScannedSource& source, const ScannedFile& file, const MetadataEntry& entry) {
  Mention* mention = add_name(where, std::move(relation), written, source, file);
  if (mention != nullptr) mention->evidence.push_back(quote_metadata(source, file, entry, extractor(where)));
}

std::string_view declared_by(Where where) {
  switch (where) {
    case Where::Card:
    case Where::CardTag: return "card";
    case Where::AdapterConfig: return "adapter configuration";
    case Where::Header:
    case Where::HeaderSource: return "weights header";
    case Where::MergeConfig: return "merge configuration";
    case Where::Config:
    case Where::ConfigPart: return "configuration";
    case Where::Modelfile: return "Modelfile";
  }
  return "";
}

Mentions find_mentions(const std::vector<ScannedSource>& sources) {
  Mentions found;
  for (const ScannedSource& source : sources) {
    const Role role = source.source == nullptr ? Role::Weights : source.source->info().role;
    if (role == Role::Data || role == Role::Base) continue;
    std::set<std::string_view> folders = {""};  // the top, and those that hold weights
    for (const ScannedFile& file : source.files) {
      if (file.weights) folders.insert(parent_path(file.path));
    }
    for (const ScannedFile& file : source.files) {
      read_card(source, file, found);
      read_adapter(source, file, found);
      read_config(source, file, found);
      if (folders.contains(parent_path(file.path))) {
        read_merge(source, file, found);
        read_modelfile(source, file, found);
      }
      read_header(source, file, found);
    }
  }
  return found;
}

}  // namespace aboveboard::lineage
