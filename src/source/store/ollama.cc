#include "source/store/ollama.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"
#include "source/disk/file_bytes.h"
#include "source/disk/list_beneath.h"
#include "source/disk/placed_source.h"

namespace aboveboard {
namespace {

constexpr const char* kManifest = "manifest.json";
constexpr const char* kConfig = "config.ollama.json";

struct Placed {
  FileEntry entry;
  std::string place;
};

// Finds a layer's blob, and holds what the manifest says of it against what is there.
std::optional<Placed> find_blob(const Beneath& store, const OllamaLayer& layer, Diagnostics& notes) {
  Placed found = {{layer.file, 0, "sha256:" + layer.digest}, "blobs/sha256-" + layer.digest};
  Located blob = store.locate(found.place);
  if (blob.what == Whereabouts::Missing) {  // as older versions named it
    const std::string older = "blobs/sha256:" + layer.digest;
    if (const Located there = store.locate(older); there.what == Whereabouts::File) {
      found.place = older;
      blob = there;
    }
  }
  const Place place = {.path = layer.file, .line = {}, .byte = {}};
  if (blob.what == Whereabouts::Missing) {
    const bool begun = store.locate(found.place + "-partial").what == Whereabouts::File;
    notes.add(DiagnosticKind::NotExamined, "source/blob-missing", {ErrorKind::NotFound, begun ? "its download into the store was not finished" : "the manifest names it, but its bytes are not in the store", place});
    return std::nullopt;
  }
  if (blob.what != Whereabouts::File) {
    const bool leaves = blob.what == Whereabouts::Leaves;
    notes.add(DiagnosticKind::NotExamined, leaves ? "source/link-leaves-target" : "source/unreadable-file", {ErrorKind::Unreadable, leaves ? "its blob is a link that leaves the store and is not followed" : "its blob is not a file that can be read", place});
    return std::nullopt;
  }
  found.entry.bytes = blob.bytes;
  if (layer.bytes && *layer.bytes != blob.bytes) {
    notes.add(DiagnosticKind::Invalid, "source/ollama-size", {ErrorKind::Malformed, "the manifest gives it " + std::to_string(*layer.bytes) + " bytes; the blob has " + std::to_string(blob.bytes), place});
  }
  return found;
}

// A model that runs on somebody's server has a name here, and nothing else.
void note_remote(const Beneath& store, const std::string& place, Diagnostics& notes) {
  const std::string text = store.read_small(place, limits::kManifestBytes);
  Diagnostics ignored;  // the file is among those that are examined
  data::ParseOptions options;
  options.path = kConfig;
  const Result<data::Value> config = data::parse_json(text, options, ignored);
  if (!config) return;
  const std::string host = data::text_of(*config, "remote_host"), model = data::text_of(*config, "remote_model");
  if (host.empty() && model.empty()) return;
  const data::Value* where = config->find(host.empty() ? "remote_model" : "remote_host");
  std::string message = "the model runs on " + (host.empty() ? "another machine" : quoted(host, 200)) + (model.empty() ? "" : " as " + quoted(model, 200)) + ": its weights are not here";
  notes.add(DiagnosticKind::Note, "source/ollama-remote", {ErrorKind::Unsupported, std::move(message), {.path = kConfig, .line = where->line, .byte = {}}});
}

Result<std::string> read_whole(const Beneath& store, const std::string& place) {
  ABOVEBOARD_ASSIGN(Beneath::OpenFile opened, store.open_file(place));
  FileBytes bytes(std::make_shared<FileHandle>(std::move(opened.file)), opened.bytes, place);
  return read_all(bytes, limits::kManifestBytes);
}

}  // namespace

std::optional<OllamaPlace> ollama_manifest_at(const std::string& location) {
  const std::string path = canonical_path(location);
  std::vector<std::string_view> names;  // tag, model, namespace, host, "manifests"
  std::string_view rest = path;
  while (names.size() < 5 && !rest.empty()) {
    names.push_back(file_name(rest));
    rest = parent_path(rest);
  }
  if (names.size() < 5 || names[4] != "manifests" || rest.empty()) return std::nullopt;
  const Result<OllamaName> name = parse_ollama_name(std::string(names[3]) + "/" + std::string(names[2]) + "/" + std::string(names[1]) + ":" + std::string(names[0]));
  if (!name) return std::nullopt;
  const Result<Beneath> store = open_beneath(std::string(rest));
  const bool known = store && store->locate("blobs").what == Whereabouts::Folder && store->locate(manifest_place(*name)).what == Whereabouts::File;
  if (!known) return std::nullopt;
  return OllamaPlace{std::string(rest), *name};
}

Result<OllamaPlace> find_in_ollama(const OllamaName& name, const std::vector<std::string>& stores) {
  for (const std::string& path : stores) {
    const Result<Beneath> store = open_beneath(path);
    if (store && store->locate(manifest_place(name)).what == Whereabouts::File) return OllamaPlace{path, name};
  }
  return fail(ErrorKind::NotFound, "Ollama's store on this machine holds no " + quoted(shown_name(name), 200));
}

Result<std::unique_ptr<Source>> open_ollama(const OllamaPlace& place, SourceInfo info, Diagnostics& notes) {
  ABOVEBOARD_ASSIGN(Beneath store, open_beneath(place.store));
  const std::string manifest = manifest_place(place.name);
  Result<std::string> text = read_whole(store, manifest);
  Result<std::vector<OllamaLayer>> layers = fail(ErrorKind::Internal, "not read");
  if (text) layers = read_manifest(*text, kManifest, notes);
  if (!text || !layers) {
    Error error = std::move(text ? layers.error() : text.error());
    if (error.place.path == kManifest || error.place.path.empty() || error.place.path == manifest) error.place.path = info.location;
    return fail(std::move(error));
  }
  std::vector<Placed> all = {{{kManifest, text->size()}, manifest}};
  for (const OllamaLayer& layer : *layers) {
    std::optional<Placed> found = find_blob(store, layer, notes);
    if (!found) continue;
    if (layer.file == kConfig) note_remote(store, found->place, notes);
    all.push_back(std::move(*found));
  }
  std::sort(all.begin(), all.end(), [](const Placed& a, const Placed& b) { return a.entry.path < b.entry.path; });
  std::vector<FileEntry> files;
  std::vector<std::string> places;
  for (Placed& item : all) {
    info.stored.push_back({item.entry.path, item.place});
    files.push_back(std::move(item.entry));
    places.push_back(std::move(item.place));
  }
  info.kind = "ollama";
  info.identity = shown_name(place.name);
  return placed_source(std::move(store), std::move(info), std::move(files), std::move(places));
}

}  // namespace aboveboard
