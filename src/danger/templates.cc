// Where the chat templates of a file stand, and what in them reaches beyond a template.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "danger/configurations.h"
#include "danger/json_place.h"
#include "danger/text_sightings.h"
#include "format/classify.h"
#include "format/template/template.h"

namespace aboveboard::danger {
namespace {

constexpr std::string_view kHeaderKey = "tokenizer.chat_template";

// A .jinja file may be of a web page. Chat templates are named so, or speak of messages and roles.
bool is_chat_template(std::string_view path, std::string_view text) {
  if (!format::is_template(path)) return false;
  const std::string name = to_lower(path);
  for (const std::string_view word : {"chat_template", "chat-template", "prompt"})
    if (name.find(word) != std::string::npos) return true;
  return text.find("messages") != std::string_view::npos && (text.find("role") != std::string_view::npos || text.find("add_generation_prompt") != std::string_view::npos);
}

void add_string(const data::Value& value, std::string name, const TextPlaces& places, std::vector<TemplateText>& out) {
  if (!value.is_string() || value.text.empty()) return;
  const auto [begin, end] = place_of_string(places.text, places.lines, value.line, value.text);
  out.push_back({std::move(name), value.text, true, begin, end, end != 0});
}

// A text, a list of {name, template}, or a map of names to texts.
void add_templates(const data::Value& value, const TextPlaces& places, std::vector<TemplateText>& out) {
  add_string(value, "default", places, out);
  for (const data::Value& item : value.items) {
    const data::Value* text = item.find("template");
    if (text != nullptr) add_string(*text, text_of(item, "name"), places, out);
  }
  for (const data::Member& member : value.members) add_string(member.value, member.key, places, out);
}

void find_templates(const data::Value& value, const TextPlaces& places, std::vector<TemplateText>& out) {
  for (const data::Value& item : value.items) find_templates(item, places, out);
  for (const data::Member& member : value.members) {
    if (member.key == "chat_template")
      add_templates(member.value, places, out);
    else
      find_templates(member.value, places, out);
  }
}

}  // namespace

std::vector<TemplateText> templates_of(const ScannedFile& file) {
  std::vector<TemplateText> all;
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (!entry.key.starts_with(kHeaderKey) || entry.key == "tokenizer.chat_templates") continue;
    const std::string_view rest = std::string_view(entry.key).substr(kHeaderKey.size());
    all.push_back({rest.empty() ? "default" : std::string(rest.substr(1)), entry.value, false, static_cast<std::size_t>(entry.byte), static_cast<std::size_t>(entry.byte + entry.bytes)});
  }
  const std::string_view text = file_text(file);
  if (is_chat_template(file.path, text)) {
    const std::string name(file_name(file.path));
    const bool extra = to_lower(file.path).find("additional_chat_templates/") != std::string::npos;
    all.push_back({extra ? name.substr(0, name.rfind('.')) : "default", text, true, 0, text.size()});
  }
  // Most JSON holds none: no lines are counted for it.
  if (file.value && text.find("chat_template") != std::string_view::npos) {
    const TextPlaces places(text);
    find_templates(*file.value, places, all);
  }
  return all;
}

void template_sightings(const ScannedFile& file, SightingList& out) {
  const std::vector<TemplateText> templates = templates_of(file);
  if (templates.empty()) return;
  const std::string_view text = file_text(file);
  const LineIndex lines(text);
  for (const TemplateText& one : templates) {
    std::vector<Construct> constructs;
    format::read_template(one.text, one.in_text ? 0 : one.begin, constructs);
    if (one.in_text && one.text.data() == text.data() && file.bytes > text.size() && text.size() >= limits::kCodeBytes)
      constructs.push_back({ConstructKind::Template, "too-large", "", "", text.size()});
    for (Construct& construct : constructs) {
      Sighting sighting;
      sighting.in_text = one.in_text;
      if (one.in_text) {
        const auto offset = static_cast<std::size_t>(construct.byte);
        const std::size_t shown = std::max<std::size_t>(construct.detail.size(), 1);
        sighting.begin = one.escaped ? place_in_string(text, one.begin, offset) : one.begin + offset;
        sighting.end = one.escaped ? place_in_string(text, one.begin, offset + shown) : std::min(sighting.begin + shown, text.size());
        if (!one.escaped && one.end == 0) sighting.begin = sighting.end = 0;  // the literal was not found: the file is the place
        sighting.line = lines.line_of(sighting.begin);
        construct.byte = sighting.begin;
      }
      sighting.construct = std::move(construct);
      out.add(std::move(sighting));
    }
  }
}

}  // namespace aboveboard::danger
