// Ollama's store: manifests by name, blobs by digest. Internal to this library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "source/source.h"
#include "source/store/ollama_manifest.h"

namespace aboveboard {

struct OllamaPlace {
  std::string store;  // the folder with manifests/ and blobs/
  OllamaName name;
};

// The model whose manifest lies at `location`, in a store. Nothing where it is no such file.
std::optional<OllamaPlace> ollama_manifest_at(const std::string& location);

// The first of the stores that has a manifest for the name. NotFound.
Result<OllamaPlace> find_in_ollama(const OllamaName& name, const std::vector<std::string>& stores);

// Opens a model: its layers under telling names, and the manifest. `info` holds name and location. NotFound, Unreadable, Malformed.
Result<std::unique_ptr<Source>> open_ollama(const OllamaPlace& place, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
