// YAML by its text: tags that a loader builds Python objects from, and `_target_` where the tree is not there (aliases are not followed, see data/value.h).
#include <algorithm>

#include "base/text.h"
#include "danger/text_sightings.h"

namespace aboveboard::danger {
namespace {

constexpr std::string_view kStops = " \t\r\n,]}\"'#>";

// Is the byte behind an unclosed quote or a "#" of its line?
bool is_quoted(std::string_view text, std::size_t at) {
  const std::size_t feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  char quote = 0;
  for (std::size_t i = feed == std::string_view::npos ? 0 : feed + 1; i < at; ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      else if (c == quote) quote = 0;
    } else if ((c == '"' || c == '\'') && (i == 0 || std::string_view(" \t\n[{,:-").find(text[i - 1]) != std::string_view::npos)) {
      quote = c;
    } else if (c == '#' && (i == 0 || text[i - 1] == ' ' || text[i - 1] == '\n' || text[i - 1] == '\t')) {
      return true;
    }
  }
  return quote != 0;
}

// "python/object/apply:os.system" -> "os.system"; "python/tuple" -> "builtins.tuple"; of old loaders too.
std::string named(std::string_view tag) {
  const std::size_t colon = tag.find(':');
  if (colon != std::string_view::npos) return std::string(tag.substr(colon + 1));
  const std::string type(tag.substr(tag.rfind('/') + 1));
  if (type == "none" || type == "bool" || type == "int" || type == "long" || type == "float" || type == "complex" || type == "str" || type == "unicode" ||
      type == "bytes" || type == "list" || type == "tuple" || type == "dict")
    return "builtins." + std::string(type == "none" ? "object" : type == "unicode" ? "str" : type == "long" ? "int" : type);
  return type;
}

void find_tags(const TextPlaces& places, SightingList& out) {
  const std::string_view text = places.text;
  for (const std::string_view mark : {std::string_view("!!python/"), std::string_view("tag:yaml.org,2002:python/")}) {
    for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
      if (is_quoted(text, at)) continue;
      const std::size_t end = std::min(text.find_first_of(kStops, at + mark.size()), text.size());
      const std::string_view tag = text.substr(at, end - at);
      out.add(ConstructKind::Target, named(tag.substr(mark.size() - 7)), mark.front() == '!' ? std::string(tag) : "!<" + std::string(tag) + ">", at, end, places);
    }
  }
  // "%TAG !p! tag:yaml.org,2002:python/" gives the tags another spelling: the declaration itself is told by the mark above; ":" alone hides more.
  for (std::size_t at = text.find("%TAG"); at != std::string_view::npos; at = text.find("%TAG", at + 1)) {
    if (at != 0 && text[at - 1] != '\n') continue;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = text.substr(at, end - at);
    if (line.find("yaml.org") == std::string_view::npos || text.find("python", end) == std::string_view::npos) continue;
    out.add(ConstructKind::Target, "%TAG", "!" + std::string(line), at, end, places);
  }
}

void find_targets(const TextPlaces& places, SightingList& out) {
  const std::string_view text = places.text;
  for (const std::string_view key : {std::string_view("_target_"), std::string_view("_component_")}) {
    for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
      std::size_t value = at + key.size();
      if (value < text.size() && (text[value] == '"' || text[value] == '\'')) ++value;
      value = text.find_first_not_of(" \t", value);
      if (value == std::string_view::npos || text[value] != ':') continue;
      const bool keyed = at == 0 || std::string_view(" \t\n\"'{,_").find(text[at - 1]) != std::string_view::npos;
      const std::size_t begin = text.find_first_not_of(" \t\r\n\"'", value + 1);
      if (!keyed || begin == std::string_view::npos) continue;
      const std::size_t end = std::min(text.find_first_of(kStops, begin), text.size());
      const std::string_view line = text.substr(0, at).substr(text.substr(0, at).rfind('\n') + 1);
      if (trim(line).starts_with("#") || end <= begin) continue;
      out.add(ConstructKind::Target, std::string(text.substr(begin, end - begin)), "", begin, end, places);
    }
  }
}

}  // namespace

void yaml_sightings(const ScannedFile& file, SightingList& out) {
  const std::string_view text = file_text(file);
  const bool tags = text.find("python") != std::string_view::npos;
  const bool targets = text.find("_target_") != std::string_view::npos || text.find("_component_") != std::string_view::npos;
  if (!tags && !targets) return;
  const TextPlaces places(text);
  if (tags) find_tags(places, out);
  if (targets) find_targets(places, out);
}

}  // namespace aboveboard::danger
