// _name_or_path, which the transformers library wrote into config.json: where the model was loaded from before it was saved. Often it is the model itself.
#include <algorithm>

#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

// Names that a source goes by: its own, and the titles of its readme.
bool names_itself(const ScannedSource& source, std::string_view hub_id) {
  const std::string name = letters_and_digits(hub_id.substr(hub_id.find('/') + 1));
  if (name.empty()) return true;
  if (source.source != nullptr && (letters_and_digits(source.source->info().name) == name || letters_and_digits(file_name(source.source->info().location)) == name)) return true;
  for (const ScannedFile& file : source.files) {
    if (!file.document || !glob_match("readme*", file.path)) continue;
    for (const Section& section : file.document->sections) {
      if (section.level < 1 || section.level > 2) continue;
      const std::string title = letters_and_digits(section.heading);
      if (title.find(name) != std::string::npos) return true;
      // "Heron 2" is the title of "heron-2-7b-hf" as well.
      if (section.level == 1 && title.size() >= 5 && name.starts_with(title)) return true;
    }
  }
  return false;
}

void read_path(const ScannedSource& source, const ScannedFile& file, const data::Value& map, Where where, Mentions& found) {
  const data::Value* base = map.find("_name_or_path");
  if (base == nullptr || !base->is_string()) return;
  const BaseName name = base_name(base->text);
  // Anything but an identity is a folder or the model itself.
  if (name.kind != NameKind::Named || !is_hub_id(name.text) || names_itself(source, name.text)) return;
  found.add(where, "unknown", base->text, source, file, base->line);
}

}  // namespace

void read_config(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (!file.value || file.path != "config.json") return;
  read_path(source, file, *file.value, Where::Config, found);
  // Models of several parts were often put together from others.
  for (const char* part : {"text_config", "language_config", "llm_config", "vision_config", "audio_config"}) {
    if (const data::Value* inner = file.value->find(part)) read_path(source, file, *inner, Where::ConfigPart, found);
  }
}

}  // namespace aboveboard::lineage
