// Releases in ordinary folders.
#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "source/store/discover.h"
#include "source/store/hub_cache.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 12> kWeights = {"safetensors", "gguf", "ggml", "onnx", "pt", "ckpt", "h5", "keras", "nemo", "tflite", "pte", "msgpack"};
constexpr std::array<std::string_view, 5> kBinaries = {"pytorch_model", "adapter_model", "diffusion_pytorch_model", "model", "ggml-"};
constexpr std::array<std::string_view, 3> kConfigurations = {"config.json", "adapter_config.json", "model_index.json"};
constexpr int kWeightsDepth = 3;  // below a configuration: pipelines keep each part in a folder of its own

bool begins_as(std::string_view name, std::span<const std::string_view> beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(), [name](std::string_view beginning) { return name.starts_with(beginning); });
}

class Search {
 public:
  Search(const Beneath& root, const std::string& path, std::uint64_t& entries, std::vector<FoundRelease>& found, Diagnostics& notes)
      : root_(root), path_(path), entries_(entries), found_(found), notes_(notes) {}

  // Recursion is bounded by limits::kSearchDepth.
  void folder(const std::string& place, std::uint64_t depth) {
    if (entries_ == 0) return stop();
    Result<std::vector<Beneath::Item>> items = root_.items_in(place, entries_);
    if (!items) return note("source/unreadable-folder", place, items.error().kind, items.error().message);
    entries_ -= items->size();
    if (is_release(place, *items)) return add(place);
    const auto has = [&](std::string_view name) {
      return std::any_of(items->begin(), items->end(), [name](const Beneath::Item& item) { return item.folder && item.name == name; });
    };
    const bool ollama = has("manifests") && has("blobs");
    if (ollama) find_in_ollama_store(at(place), found_, notes_);
    bool cache = false;
    for (const Beneath::Item& item : *items) {
      const std::string below = place.empty() ? item.name : place + "/" + item.name;
      if (!item.folder || (ollama && (item.name == "manifests" || item.name == "blobs"))) continue;
      if (!identity_of_cache_folder(item.name).empty() && hub_cache_folder(at(below))) {
        cache = true;
      } else if (depth == limits::kSearchDepth) {
        deeper_ = true;
      } else {
        folder(below, depth + 1);
      }
    }
    if (cache) find_in_hub_cache(at(place), found_, notes_);
  }

  void tell() {
    if (!deeper_) return;
    notes_.add(DiagnosticKind::Note, "source/search-depth", {ErrorKind::LimitReached, "folders more than " + std::to_string(limits::kSearchDepth) + " levels below are not searched", {.path = path_, .line = {}, .byte = {}}});
  }

 private:
  std::string at(const std::string& place) const { return place.empty() ? path_ : path_ + "/" + place; }

  bool is_release(const std::string& place, const std::vector<Beneath::Item>& items) {
    bool configured = false;
    for (const Beneath::Item& item : items) {
      if (item.folder) continue;
      if (is_weights_name(item.name)) return true;
      configured = configured || std::find(kConfigurations.begin(), kConfigurations.end(), item.name) != kConfigurations.end();
    }
    return configured && holds_weights(root_, place, kWeightsDepth, entries_);
  }

  void add(const std::string& place) {
    std::string name = place;
    if (name.empty()) name = file_name(path_);
    if (name.empty() || name == "." || name == "..") name = file_name(canonical_path(path_));
    found_.push_back({sanitize_utf8(name), "folder", at(place), ""});
  }

  void note(std::string rule, const std::string& place, ErrorKind kind, std::string message) {
    notes_.add(DiagnosticKind::NotExamined, std::move(rule), {kind, std::move(message), {.path = at(place), .line = {}, .byte = {}}});
  }

  void stop() {
    if (!stopped_) note("source/search-limit", "", ErrorKind::LimitReached, "more than " + std::to_string(limits::kSearchEntries) + " names: the other folders are not searched");
    stopped_ = true;
  }

  const Beneath& root_;
  const std::string path_;
  std::uint64_t& entries_;
  std::vector<FoundRelease>& found_;
  Diagnostics& notes_;
  bool stopped_ = false, deeper_ = false;
};

}  // namespace

bool is_weights_name(std::string_view name) {
  const std::string extension = file_extension(name);
  if (std::find(kWeights.begin(), kWeights.end(), extension) != kWeights.end()) return true;
  if (extension == "bin") return begins_as(name, kBinaries);
  return extension == "pth" && name.starts_with("consolidated");  // other .pth files are Python's
}

bool holds_weights(const Beneath& root, const std::string& folder, int depth, std::uint64_t& entries) {
  const Result<std::vector<Beneath::Item>> items = root.items_in(folder, entries);
  if (!items) return false;
  entries -= items->size();
  for (const Beneath::Item& item : *items) {
    if (!item.folder && is_weights_name(item.name)) return true;
  }
  for (const Beneath::Item& item : *items) {
    if (item.folder && depth > 0 && holds_weights(root, folder.empty() ? item.name : folder + "/" + item.name, depth - 1, entries)) return true;
  }
  return false;
}

void find_in_folder(const std::string& path, std::uint64_t& entries, std::vector<FoundRelease>& found, Diagnostics& notes) {
  std::string folder = path;
  while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
  const Result<Beneath> root = open_beneath(folder);
  if (!root) {
    notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", {root.error().kind, root.error().message, {.path = path, .line = {}, .byte = {}}});
    return;
  }
  if (const std::optional<HubCacheFolder> cache = hub_cache_folder(folder)) {  // itself the folder of one repository
    const Result<Beneath> repository = open_beneath(cache->repository);
    const Result<std::string> commit = repository ? snapshot_of(*repository, cache->revision) : Result<std::string>(fail(repository.error()));
    if (commit) found.push_back({identity_of_cache_folder(file_name(cache->repository)), "hub-cache", folder, *commit});
    return;
  }
  Search search(*root, folder, entries, found, notes);
  search.folder("", 0);
  search.tell();
}

}  // namespace aboveboard
