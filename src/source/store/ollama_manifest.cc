#include "source/store/ollama_manifest.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"

namespace aboveboard {
namespace {

constexpr std::size_t kPartBytes = 255;  // of a file's name
constexpr std::size_t kNameBytes = 512;  // of a layer's

struct Kind {
  std::string_view media_type, stem, extension;
};
constexpr std::array kKinds = {
    Kind{"application/vnd.ollama.image.model", "model", ".gguf"},        Kind{"application/vnd.ollama.image.projector", "projector", ".gguf"},
    Kind{"application/vnd.ollama.image.adapter", "adapter", ".gguf"},    Kind{"application/vnd.ollama.image.draft", "draft", ".gguf"},
    Kind{"application/vnd.ollama.image.license", "LICENSE", ""},         Kind{"application/vnd.ollama.image.template", "template", ""},
    Kind{"application/vnd.ollama.image.prompt", "template", ""},         Kind{"application/vnd.ollama.image.system", "system", ".txt"},
    Kind{"application/vnd.ollama.image.params", "params", ".json"},      Kind{"application/vnd.ollama.image.messages", "messages", ".json"},
    Kind{"application/vnd.ollama.image.embed", "embed", ""},
};
constexpr std::string_view kTensor = "application/vnd.ollama.image.tensor", kJson = "application/vnd.ollama.image.json";

// Part of a name in the store, which becomes that of a folder or file.
bool is_name_part(std::string_view part, bool host = false) {
  if (part.empty() || part.size() > kPartBytes || part.front() == '.' || part.front() == '-') return false;
  return std::all_of(part.begin(), part.end(), [host](unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.' || (host && c == ':'); });
}

// Can this be a path below a folder, that every system reads alike?
bool is_safe_path(std::string_view path) {
  if (path.empty() || path.size() > kNameBytes || find_invalid_utf8(path) != std::string_view::npos) return false;
  if (std::any_of(path.begin(), path.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f || c == '\\' || c == ':'; })) return false;
  const std::vector<std::string> parts = split(path, '/');
  return std::none_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty() || part == "." || part == ".."; });
}

// Gives each layer a name, no two the same one.
class Naming {
 public:
  // "model.gguf", then "model-2.gguf".
  std::string numbered(std::string_view stem, std::string_view extension) {
    for (;;) {
      const std::uint64_t number = ++used_[std::string(stem) + "/" + std::string(extension)];
      std::string name = std::string(stem) + (number == 1 ? "" : "-" + std::to_string(number)) + std::string(extension);
      if (taken_.insert(name).second) return name;
    }
  }

 private:
  std::map<std::string, std::uint64_t> used_;
  std::set<std::string> taken_ = {"manifest.json", "config.ollama.json"};
};

std::string file_of(const data::Value& layer, std::string_view media_type, Naming& naming, const std::string& path, Diagnostics& notes) {
  const auto known = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& kind) { return kind.media_type == media_type; });
  if (known != kKinds.end()) return naming.numbered(known->stem, known->extension);
  const bool tensor = media_type == kTensor;
  if (tensor || media_type == kJson) {
    const data::Value* name = layer.find("name");
    const std::string_view text = name == nullptr ? "" : name->as_text();
    const std::string_view fallback = tensor ? "tensor" : "layer";
    if (!is_safe_path(text)) {
      notes.add(DiagnosticKind::Invalid, "source/ollama-name", {ErrorKind::Malformed, "a layer is named " + quoted(text, 100) + ", which is not the name of a file in a folder", {.path = path, .line = layer.line, .byte = {}}});
      return naming.numbered(fallback, tensor ? ".safetensors" : ".json");
    }
    if (tensor) return naming.numbered(text, ".safetensors");
    const std::string_view name_alone = file_name(text);
    const std::size_t dot = name_alone.rfind('.');
    const std::string_view extension = dot == std::string_view::npos || dot == 0 ? "" : name_alone.substr(dot);
    return naming.numbered(text.substr(0, text.size() - extension.size()), extension);
  }
  notes.add(DiagnosticKind::Note, "source/ollama-layer", {ErrorKind::Unsupported, "a layer is of the unknown kind " + quoted(media_type, 100), {.path = path, .line = layer.line, .byte = {}}});
  return naming.numbered("layer", "");
}

std::optional<OllamaLayer> layer_of(const data::Value& value, const std::string& path, Diagnostics& notes) {
  const data::Value* digest = value.find("digest");
  OllamaLayer layer;
  layer.digest = sha256_of(digest == nullptr ? "" : digest->as_text());
  if (layer.digest.empty()) {
    notes.add(DiagnosticKind::Invalid, "source/ollama-digest", {ErrorKind::Malformed, "the digest of a layer is " + quoted(digest == nullptr ? "" : digest->as_text(), 100) + ", not sha256 and 64 hexadecimal digits: nothing is read for it", {.path = path, .line = value.line, .byte = {}}});
    return std::nullopt;
  }
  const data::Value* size = value.find("size");
  if (size != nullptr && size->integer && *size->integer >= 0) layer.bytes = static_cast<std::uint64_t>(*size->integer);
  return layer;
}

}  // namespace

std::string sha256_of(std::string_view digest) {
  if (digest.size() != 71 || (!digest.starts_with("sha256:") && !digest.starts_with("sha256-"))) return "";
  std::string digits = to_lower(digest.substr(7));
  return digits.find_first_not_of("0123456789abcdef") == std::string::npos ? digits : "";
}

Result<OllamaName> parse_ollama_name(std::string_view text) {
  if (text.starts_with("ollama:")) {
    text.remove_prefix(7);
    while (text.starts_with('/')) text.remove_prefix(1);  // "ollama://..."
  }
  OllamaName name;
  const std::size_t slash = text.rfind('/'), colon = text.rfind(':');
  std::string_view path = text;
  if (colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash)) {
    name.tag = text.substr(colon + 1);
    path = text.substr(0, colon);
  }
  const std::vector<std::string> parts = split(path, '/');
  bool sound = parts.size() <= 3 && is_name_part(name.tag);
  for (std::size_t i = 0; i < parts.size(); ++i) sound = sound && is_name_part(parts[i], parts.size() == 3 && i == 0);
  if (!sound) return fail(ErrorKind::Usage, quoted(text, 200) + " is no name of a model in Ollama: it is written [[HOST/]NAMESPACE/]MODEL[:TAG]");
  name.model = parts.back();
  if (parts.size() >= 2) name.space = parts[parts.size() - 2];
  if (parts.size() == 3) name.host = parts[0];
  return name;
}

std::string shown_name(const OllamaName& name) {
  const OllamaName usual;
  std::string text = name.model + ":" + name.tag;
  if (name.host != usual.host) return name.host + "/" + name.space + "/" + text;
  return name.space != usual.space ? name.space + "/" + text : text;
}

std::string manifest_place(const OllamaName& name) { return "manifests/" + name.host + "/" + name.space + "/" + name.model + "/" + name.tag; }

Result<std::vector<OllamaLayer>> read_manifest(std::string_view text, const std::string& path, Diagnostics& notes) {
  data::ParseOptions options;
  options.path = path;
  Result<data::Value> tree = data::parse_json(text, options, notes);
  if (!tree) return fail(std::move(tree.error()));
  const data::Value* layers = tree->find("layers");
  if (layers == nullptr || !layers->is_list()) return fail(ErrorKind::Malformed, "this is no manifest of Ollama: it lists no layers", {.path = path, .line = {}, .byte = {}});
  std::vector<OllamaLayer> found;
  Naming naming;
  if (const data::Value* config = tree->find("config"); config != nullptr && config->is_map()) {
    if (std::optional<OllamaLayer> layer = layer_of(*config, path, notes)) {
      layer->file = "config.ollama.json";
      found.push_back(std::move(*layer));
    }
  }
  for (const data::Value& item : layers->items) {
    if (found.size() > limits::kManifestLayers) {
      notes.add(DiagnosticKind::NotExamined, "source/ollama-layers", {ErrorKind::LimitReached, "more than " + std::to_string(limits::kManifestLayers) + " layers: the others are not read", {.path = path, .line = item.line, .byte = {}}});
      break;
    }
    std::optional<OllamaLayer> layer = layer_of(item, path, notes);
    if (!layer) continue;
    const data::Value* media_type = item.find("mediaType");
    layer->file = file_of(item, media_type == nullptr ? "" : media_type->as_text(), naming, path, notes);
    found.push_back(std::move(*layer));
  }
  return found;
}

}  // namespace aboveboard
