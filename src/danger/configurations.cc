#include "danger/configurations.h"

#include <algorithm>

#include "base/limits.h"
#include "danger/json_place.h"
#include "danger/text_sightings.h"

namespace aboveboard::danger {
namespace {

constexpr std::size_t kShownBytes = 200;

// A key, whose line is known, and the file it stands in.
class ConfigurationWalk {
 public:
  ConfigurationWalk(const ScannedFile& file, SightingList& out) : file_(file), places_(file_text(file)), out_(out) {}

  void run() {
    const std::string name = to_lower(file_name(file_.path));
    walk(*file_.value);
    const data::Value& value = *file_.value;
    if (name == "model_index.json") pipeline(value);
    if (name == "modules.json") modules(value);
  }

 private:
  // "a.B", or a list or map of such.
  void references(const std::string& name, const data::Value& value, int depth = 0) {
    if (value.is_string() && !value.text.empty()) out_.add(ConstructKind::RemoteCode, name, value.text, value, places_);
    if (depth > 4) return;
    for (const data::Value& item : value.items) references(name, item, depth + 1);
    for (const data::Member& member : value.members) references(member.key, member.value, depth + 1);
  }

  void walk(const data::Value& value) {
    for (const data::Value& item : value.items) walk(item);
    for (const data::Member& member : value.members) {
      const data::Value& held = member.value;
      if (member.key == "auto_map") {
        references("auto_map", held);
      } else if (member.key == "custom_pipelines") {
        for (const data::Member& task : held.members) {
          if (const data::Value* code = task.value.find("impl")) references(task.key, *code);
        }
      } else if (member.key == "custom_pipeline" && held.is_string()) {
        references(member.key, held);
      } else if (member.key == "trust_remote_code" && held.type == data::ValueType::Bool && held.boolean) {
        out_.add(ConstructKind::RemoteCode, member.key, "", held, places_);
      } else if ((member.key == "_target_" || member.key == "__target__" || member.key == "_component_") && held.is_string()) {
        out_.add(ConstructKind::Target, held.text, "", held, places_);
      } else if (member.key == "auto_mapping" && held.find("parent_library") != nullptr) {
        const data::Value& library = *held.find("parent_library");
        if (library.is_string()) out_.add(ConstructKind::RemoteCode, "library", library.text + "." + text_of(held, "base_model_class"), library, places_);
      } else {
        walk(held);
      }
    }
  }

  // {"unet": ["diffusers", "UNet2DConditionModel"], "_class_name": "..." or ["my_pipeline", "MyPipeline"]}
  void pipeline(const data::Value& value) {
    for (const data::Member& member : value.members) {
      const std::vector<data::Value>& pair = member.value.items;
      if (pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) continue;
      const bool own = member.key == "_class_name";
      std::string module = pair[0].text;
      if (module.ends_with(".py")) module.resize(module.size() - 3);
      if (!own && module.find('.') == std::string::npos && module.find('/') != std::string::npos) module = module.substr(module.rfind('/') + 1);
      out_.add(ConstructKind::RemoteCode, own ? "pipeline" : "library", module + "." + pair[1].text, pair[0], places_);
    }
  }

  void modules(const data::Value& value) {
    for (const data::Value& item : value.items) {
      const data::Value* type = item.find("type");
      if (type != nullptr && type->is_string()) out_.add(ConstructKind::RemoteCode, "module", type->text, *type, places_);
    }
  }

  const ScannedFile& file_;
  TextPlaces places_;
  SightingList& out_;
};

// Most JSON names nothing: it is not walked, and its lines are not counted.
bool names_anything(std::string_view path, std::string_view text) {
  const std::string name = to_lower(file_name(path));
  if (name == "model_index.json" || name == "modules.json") return true;
  for (const std::string_view key : {"auto_map", "custom_pipeline", "trust_remote_code", "_target_", "_component_", "\\u", "\\x"}) {
    if (text.find(key) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

void SightingList::add(Sighting sighting) {
  Construct& construct = sighting.construct;
  const auto [known, is_new] = known_.try_emplace({static_cast<int>(construct.kind), construct.name, construct.detail}, all_.size());
  if (!is_new) {
    all_[known->second].construct.count += construct.count;
  } else if (all_.size() >= limits::kConfigConstructs) {
    known_.erase(known);
  } else {
    all_.push_back(std::move(sighting));
  }
}

void SightingList::add(ConstructKind kind, std::string name, std::string detail, std::size_t begin, std::size_t end, const TextPlaces& places) {
  Sighting sighting;
  sighting.construct.kind = kind;
  sighting.construct.name = sanitize_utf8(clip_utf8(name, kShownBytes));
  sighting.construct.detail = sanitize_utf8(clip_utf8(detail, kShownBytes));
  sighting.construct.byte = begin;
  sighting.in_text = true;
  sighting.begin = begin;
  sighting.end = end;
  sighting.line = places.lines.line_of(begin);
  add(std::move(sighting));
}

void SightingList::add(ConstructKind kind, std::string name, std::string detail, const data::Value& value, const TextPlaces& places) {
  auto [begin, end] = place_of_string(places.text, places.lines, value.line, value.text);
  if (end == 0 && value.line != 0 && value.line <= places.lines.line_count()) {
    begin = places.lines.start_of(value.line);
    end = value.line < places.lines.line_count() ? places.lines.start_of(value.line + 1) : places.text.size();
  }
  add(kind, std::move(name), std::move(detail), begin, end, places);
}

std::vector<Sighting> sightings_in_text(const ScannedFile& file) {
  SightingList found;
  template_sightings(file, found);
  if (file.kind == FileKind::Yaml) yaml_sightings(file, found);
  if (file.value && names_anything(file.path, file_text(file))) ConfigurationWalk(file, found).run();
  return found.take();
}

}  // namespace aboveboard::danger
