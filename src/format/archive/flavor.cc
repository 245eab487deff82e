#include "format/archive/flavor.h"

#include <algorithm>

#include "base/text.h"

namespace aboveboard::format {
namespace {

// Lower case, forward slashes, no "./" in front.
std::string plain(std::string_view name) {
  std::string out = to_lower(name);
  std::replace(out.begin(), out.end(), '\\', '/');
  while (out.starts_with("./")) out.erase(0, 2);
  return out;
}

// The names below the one folder that all of them lie in, or as they are.
void strip_folder(std::vector<std::string>& names) {
  const std::string* first = nullptr;
  for (const std::string& name : names)
    if (!name.empty()) first = first == nullptr ? &name : first;
  if (first == nullptr || first->find('/') == std::string::npos) return;
  const std::string folder = first->substr(0, first->find('/') + 1);
  if (!std::all_of(names.begin(), names.end(), [&](const std::string& name) { return name.empty() || name.starts_with(folder); })) return;
  for (std::string& name : names)
    if (!name.empty()) name.erase(0, folder.size());
}

class Names {
 public:
  explicit Names(std::vector<std::string> names) : names_(std::move(names)) {}
  bool has(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }
  bool below(std::string_view folder) const {
    return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return name.size() > folder.size() && name.starts_with(folder); });
  }
  bool ends(std::string_view ending) const {
    return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return name.ends_with(ending); });
  }

 private:
  std::vector<std::string> names_;
};

std::string_view flavor(const Names& names) {
  if (names.has("model_config.yaml") && (names.ends(".ckpt") || names.below("model_weights/") || names.ends(".distcp") || names.ends(".safetensors"))) return "nemo";
  if (names.has("mar-inf/manifest.json")) return "torchserve";
  if (names.has("manifest.json") && names.below("data/")) return "mlpackage";
  if (names.ends(".gguf") && names.has(".args")) return "llamafile";
  if (names.has("mlmodel") && (names.has("conda.yaml") || names.has("python_env.yaml") || names.has("requirements.txt"))) return "mlflow";
  if (names.has("androidmanifest.xml") && names.ends(".dex")) return "apk";
  if (names.has("meta-inf/manifest.mf")) return "jar";
  if (names.ends(".dist-info/wheel") && names.ends(".dist-info/record")) return "wheel";
  if (names.has("[content_types].xml")) return "ooxml";
  if (names.has("mimetype") && names.has("meta-inf/container.xml")) return "epub";
  if (names.has("schema.json")) return "skops";
  return "";
}

}  // namespace

std::string_view archive_flavor(const std::vector<std::string>& member_names) {
  std::vector<std::string> names;
  names.reserve(member_names.size());
  for (const std::string& name : member_names) names.push_back(plain(name));
  const std::string_view whole = flavor(Names(names));
  if (!whole.empty()) return whole;
  strip_folder(names);
  return flavor(Names(std::move(names)));
}

}  // namespace aboveboard::format
