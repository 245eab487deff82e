// Manifests of Ollama: JSON that names the layers of a model, each a blob by its digest. Internal to this library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"

namespace aboveboard {

struct OllamaName {
  std::string host = "registry.ollama.ai";
  std::string space = "library";
  std::string model;
  std::string tag = "latest";
};

// "model", "model:tag", "namespace/model:tag", "host/namespace/model:tag", with or without "ollama:" before it. Usage where a part could not be one of a name.
Result<OllamaName> parse_ollama_name(std::string_view text);
// Shortest form that means the same: "model:tag", "namespace/model:tag", "host/namespace/model:tag".
std::string shown_name(const OllamaName& name);
// Below the store: "manifests/host/namespace/model/tag".
std::string manifest_place(const OllamaName& name);

struct OllamaLayer {
  std::string file;    // what it is called here: "model.gguf", "LICENSE-2"; unique
  std::string digest;  // 64 lower-case hexadecimal digits
  std::optional<std::uint64_t> bytes;  // as the manifest says
};

// The layers of a manifest, and its configuration. A digest that is none is noted, never used. Malformed where the text is no manifest.
Result<std::vector<OllamaLayer>> read_manifest(std::string_view text, const std::string& path, Diagnostics& notes);

// The 64 digits of "sha256:..." or "sha256-...", in lower case; "" where it is none.
std::string sha256_of(std::string_view digest);

}  // namespace aboveboard
