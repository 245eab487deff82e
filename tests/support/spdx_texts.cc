#include "support/spdx_texts.h"

#include "base/diagnostics.h"
#include "data/value.h"
#include "support/paths.h"

namespace aboveboard::testing {

const std::map<std::string, SpdxText>& spdx_list() {
  static const std::map<std::string, SpdxText> kList = [] {
    std::map<std::string, SpdxText> texts;
    const auto path = project_root() / "node_modules/spdx-license-list/spdx-full.json";
    Diagnostics notes;
    const auto list = data::parse_json(read_file(path), {path.string()}, notes);
    if (!list) return texts;
    for (const data::Member& member : list->members) {
      const data::Value* text = member.value.find("licenseText");
      const data::Value* name = member.value.find("name");
      if (text != nullptr && name != nullptr) texts[member.key] = {std::string(name->as_text()), std::string(text->as_text())};
    }
    return texts;
  }();
  return kList;
}

const std::map<std::string, std::string>& spdx_texts() {
  static const std::map<std::string, std::string> kTexts = [] {
    std::map<std::string, std::string> texts;
    for (const auto& [id, entry] : spdx_list()) texts[id] = entry.text;
    return texts;
  }();
  return kTexts;
}

}  // namespace aboveboard::testing
