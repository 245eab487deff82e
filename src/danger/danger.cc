#include "danger/danger.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "danger/configurations.h"
#include "danger/differences.h"
#include "danger/sighting.h"

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

std::vector<Finding> judge_file(const ScannedSource& source, const ScannedFile& file, const std::vector<std::string>& python) {
  std::vector<Sighting> sightings = danger::sightings_in_bytes(file);
  std::vector<Sighting> written = danger::sightings_in_text(file);
  sightings.insert(sightings.end(), std::make_move_iterator(written.begin()), std::make_move_iterator(written.end()));
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
