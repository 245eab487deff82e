// Configurations: what the texts of a release name for loading, importing and rendering: chat templates, auto_map, _target_, tags of YAML, pipelines.
#pragma once

#include <string>
#include <vector>

#include "danger/sighting.h"
#include "format/scan.h"

namespace aboveboard::danger {

// At most limits::kConfigConstructs, in the order of the text.
std::vector<Sighting> sightings_in_text(const ScannedFile& file);

// A chat template, wherever it stands.
struct TemplateText {
  std::string name;         // "default", "tool_use"
  std::string_view text;    // as the loader sees it; holds as long as the file does
  bool in_text = false;     // of a JSON configuration or a template's own file; else of a header
  std::size_t begin = 0;    // where it stands: in the file's text, or in its bytes
  std::size_t end = 0;
  bool escaped = false;     // begin is that of a JSON string, quotes included
};
std::vector<TemplateText> templates_of(const ScannedFile& file);

}  // namespace aboveboard::danger
