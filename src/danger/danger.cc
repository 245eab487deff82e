#include "danger/danger.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "danger/configurations.h"
#include "danger/differences.h"
#include "danger/sighting.h"
#include "data/value.h"

namespace aboveboard {
namespace {

using danger::Sighting;

// "folder/model/net.py" as "folder.model.net"
std::string module_of(std::string_view path) {
  std::string name(path.substr(0, path.size() - 3));
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

// The Python files of the source as modules, as one imports them from its top, and from the folder of `file`; and those inside of the file itself.
danger::Surroundings surroundings(const std::vector<std::string>& python, const ScannedFile& file) {
  danger::Surroundings around;
  around.formats = file.contents.formats;
  const std::string folder = std::string(parent_path(file.path)) + "/";
  const auto add = [&](std::string_view path) {
    if (path.size() > 3 && to_lower(path).ends_with(".py")) around.own_modules.push_back(module_of(path));
  };
  for (const Construct& construct : file.contents.constructs) {
    if (construct.kind != ConstructKind::Program) continue;
    const std::string_view member = construct.member;
    add(member);
    const std::size_t root = member.find('/');
    if (root != std::string_view::npos) add(member.substr(root + 1));
  }
  for (const std::string& path : python) {
    add(path);
    if (folder.size() > 1 && path.starts_with(folder)) add(std::string_view(path).substr(folder.size()));
  }
  return around;
}

// A text of an archive, as if it were a file of the release.
ScannedFile as_file(const TextMember& member) {
  ScannedFile file;
  file.path = member.member;
  file.text = member.text;
  file.bytes = member.text.size();
  file.kind = FileKind::Code;
  const std::string extension = file_extension(member.member);
  Diagnostics unheard;  // what is no JSON in an archive is nobody's configuration
  data::ParseOptions options;
  options.path = member.member;
  std::optional<Result<data::Value>> value;
  if (extension == "json") {
    file.kind = FileKind::Json;
    value = data::parse_json(file.text, options, unheard);
  } else if (extension == "yaml" || extension == "yml") {
    file.kind = FileKind::Yaml;
    value = data::parse_yaml(file.text, options, unheard);
  }
  if (value && *value) file.value = std::move(**value);
  return file;
}

bool has_program(const ScannedFile& file, std::string_view member) {
  const auto& constructs = file.contents.constructs;
  return std::any_of(constructs.begin(), constructs.end(), [&](const Construct& one) { return one.kind == ConstructKind::Program && one.member == member; });
}

void look_at_members(const ScannedFile& file, std::vector<Sighting>& sightings) {
  const auto& texts = file.contents.texts;
  // The archives of TorchServe bring a handler along, which is run.
  const bool served = std::any_of(texts.begin(), texts.end(), [](const TextMember& text) { return text.member == "MAR-INF/MANIFEST.json"; });
  for (const TextMember& member : texts) {
    if (served && member.member.ends_with(".py") && !has_program(file, member.member))
      sightings.push_back({Construct{ConstructKind::Program, "Python", "handler", member.member, 0, 1}});
    const ScannedFile text = as_file(member);
    for (Sighting& sighting : danger::sightings_in_text(text)) {
      sighting.in_text = false;  // lines and quotes are those of files
      sighting.construct.member = member.member;
      sightings.push_back(std::move(sighting));
    }
  }
}

std::vector<Finding> judge_file(const ScannedSource& source, const ScannedFile& file, const std::vector<std::string>& python) {
  std::vector<Sighting> sightings = danger::sightings_in_bytes(file);
  std::vector<Sighting> written = danger::sightings_in_text(file);
  sightings.insert(sightings.end(), std::make_move_iterator(written.begin()), std::make_move_iterator(written.end()));
  look_at_members(file, sightings);
  if (sightings.empty()) return {};
  // The bytes of members come before each other as their names do.
  std::stable_sort(sightings.begin(), sightings.end(), [](const Sighting& a, const Sighting& b) {
    return std::pair(a.construct.member, a.construct.byte) < std::pair(b.construct.member, b.construct.byte);
  });
  return danger::join_findings(source, file, sightings, surroundings(python, file));
}

}  // namespace

std::vector<Finding> judge(const std::vector<ScannedSource>& sources) {
  std::vector<Finding> findings;
  for (const ScannedSource& source : sources) {
    std::vector<std::string> python;
    for (const ScannedFile& file : source.files) {
      if (file.path.ends_with(".py")) python.push_back(file.path);
    }
    for (const ScannedFile& file : source.files) {
      std::vector<Finding> found = judge_file(source, file, python);
      findings.insert(findings.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
    }
  }
  std::vector<Finding> differing = danger::template_differences(sources);
  findings.insert(findings.end(), std::make_move_iterator(differing.begin()), std::make_move_iterator(differing.end()));
  return findings;
}

}  // namespace aboveboard
