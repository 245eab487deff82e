// Any bytes as a manifest of Ollama: names stay below the model, no two are the same, and no digest is anything but one.
#include <set>

#include "base/limits.h"
#include "require_sound.h"
#include "source/store/ollama_manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Diagnostics notes;
  const auto layers = read_manifest(text, "manifest.json", notes);
  if (layers) {
    std::set<std::string> names = {"manifest.json"};
    for (const OllamaLayer& layer : *layers) {
      fuzz::require(names.insert(layer.file).second);
      fuzz::require(!layer.file.starts_with("/") && layer.file != ".." && !layer.file.starts_with("../") && layer.file.find("/../") == std::string::npos && !layer.file.ends_with("/.."));
      fuzz::require(layer.digest.size() == 64 && layer.digest.find_first_not_of("0123456789abcdef") == std::string::npos);
    }
  }
  if (const auto name = parse_ollama_name(text.substr(0, 200))) {
    const std::string place = manifest_place(*name);
    fuzz::require(place.find("..") == std::string::npos || place.find("/..") == std::string::npos);
    fuzz::require(manifest_place(*parse_ollama_name("ollama:" + shown_name(*name))) == place);
  }
  return 0;
}
