#include "source/store/discover.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>

#include "base/limits.h"
#include "base/text.h"
#include "source/store/flat_stores.h"
#include "source/store/hub_cache.h"
#include "source/store/ollama.h"

namespace aboveboard {
namespace {

constexpr int kLmStudioDepth = 2;

Error about(std::string path, ErrorKind kind, std::string message) { return {kind, std::move(message), {.path = std::move(path), .line = {}, .byte = {}}}; }

// What is in a folder of a store; nothing where it is not there.
std::vector<Beneath::Item> items_of(const Beneath& store, const std::string& store_path, const std::string& folder, Diagnostics& notes) {
  const std::string path = store_path + (folder.empty() ? "" : "/" + folder);
  Result<std::vector<Beneath::Item>> items = store.items_in(folder, limits::kStoreEntries + 1);
  if (!items) {
    if (items.error().kind == ErrorKind::NotFound) return {};
    notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", about(path, items.error().kind, items.error().message));
    return {};
  }
  if (items->size() > limits::kStoreEntries) {
    items->pop_back();
    notes.add(DiagnosticKind::NotExamined, "source/search-limit", about(path, ErrorKind::LimitReached, "more than " + std::to_string(limits::kStoreEntries) + " names in this folder: the others are not looked at"));
  }
  return std::move(*items);
}

// The folder of a store; nothing where there is none, which is no fault.
std::optional<Beneath> open_store(const std::string& path, Diagnostics& notes) {
  if (path.empty()) return std::nullopt;
  Result<Beneath> store = open_beneath(path);
  if (store) return std::move(*store);
  if (store.error().kind != ErrorKind::NotFound) notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", about(path, store.error().kind, store.error().message));
  return std::nullopt;
}

}  // namespace

void find_in_hub_cache(const std::string& cache, std::vector<FoundRelease>& found, Diagnostics& notes) {
  const std::optional<Beneath> store = open_store(cache, notes);
  if (!store) return;
  for (const Beneath::Item& item : items_of(*store, cache, "", notes)) {
    const std::string identity = identity_of_cache_folder(item.name);
    if (!item.folder || identity.empty() || identity.starts_with("spaces/")) continue;
    const std::string location = cache + "/" + item.name;
    const Result<Beneath> repository = open_beneath(location);
    if (!repository) {
      notes.add(DiagnosticKind::NotExamined, "source/unreadable-folder", about(location, repository.error().kind, repository.error().message));
      continue;
    }
    const Result<std::string> commit = snapshot_of(*repository, "");
    if (commit) {
      found.push_back({identity, "hub-cache", location, *commit});
    } else if (commit.error().kind == ErrorKind::Usage) {  // nothing says which is meant: each
      for (const std::string& each : snapshots_in(*repository)) found.push_back({identity, "hub-cache", location + "/snapshots/" + each, each});
    } else {
      notes.add(DiagnosticKind::Note, "source/no-snapshot", about(location, commit.error().kind, commit.error().message));
    }
  }
}

void find_in_ollama_store(const std::string& path, std::vector<FoundRelease>& found, Diagnostics& notes) {
  const std::optional<Beneath> store = open_store(path, notes);
  if (!store) return;
  const auto folders = [&](const std::string& place, auto&& visit) {
    for (const Beneath::Item& item : items_of(*store, path, place, notes)) {
      if (item.folder) visit(place + "/" + item.name);
    }
  };
  folders("manifests", [&](const std::string& host) {
    folders(host, [&](const std::string& space) {
      folders(space, [&](const std::string& model) {
        for (const Beneath::Item& tag : items_of(*store, path, model, notes)) {
          const std::string place = model + "/" + tag.name;
          std::string text = place.substr(std::string_view("manifests/").size());
          text[text.rfind('/')] = ':';
          const Result<OllamaName> name = parse_ollama_name(text);
          if (tag.folder || !name) continue;
          found.push_back({shown_name(*name), "ollama", path + "/" + place, ""});
        }
      });
    });
  });
}

void find_in_lm_studio(const std::string& path, std::vector<FoundRelease>& found, Diagnostics& notes) {
  const std::optional<Beneath> store = open_store(path, notes);
  if (!store) return;
  std::uint64_t entries = limits::kSearchEntries;
  for (const Beneath::Item& publisher : items_of(*store, path, "", notes)) {
    if (!publisher.folder) continue;
    for (const Beneath::Item& model : items_of(*store, path, publisher.name, notes)) {
      const std::string place = publisher.name + "/" + model.name;
      if (model.folder && holds_weights(*store, place, kLmStudioDepth, entries)) found.push_back({sanitize_utf8(place), "lm-studio", path + "/" + place, ""});
    }
  }
}

void find_in_llama_cpp(const std::string& path, std::vector<FoundRelease>& found, Diagnostics& notes) {
  const std::optional<Beneath> store = open_store(path, notes);
  if (!store) return;
  std::vector<std::string> names;
  for (Beneath::Item& item : items_of(*store, path, "", notes)) {
    if (!item.folder) names.push_back(std::move(item.name));
  }
  for (const CachedGguf& model : cached_ggufs(names)) found.push_back({sanitize_utf8(model.first), "llama-cpp", path + "/" + model.first, ""});
}

std::vector<FoundRelease> find_releases(const Stores& stores, const std::vector<std::string>& folders, Diagnostics& notes) {
  std::vector<FoundRelease> all;
  std::set<std::string> seen;  // locations: a folder that is given may hold a store, or another one
  const auto take = [&](auto&& find) {
    std::vector<FoundRelease> found;
    find(found);
    std::stable_sort(found.begin(), found.end(), [](const FoundRelease& a, const FoundRelease& b) { return std::tie(a.store, a.name, a.location) < std::tie(b.store, b.name, b.location); });
    for (FoundRelease& release : found) {
      if (all.size() < limits::kFoundReleases && seen.insert(canonical_path(release.location)).second) all.push_back(std::move(release));
    }
  };
  take([&](auto& found) { find_in_hub_cache(stores.hub_cache, found, notes); });
  take([&](auto& found) {
    for (const std::string& store : stores.ollama) find_in_ollama_store(store, found, notes);
  });
  take([&](auto& found) {
    for (const std::string& store : stores.lm_studio) find_in_lm_studio(store, found, notes);
  });
  take([&](auto& found) { find_in_llama_cpp(stores.llama_cpp, found, notes); });
  std::uint64_t entries = limits::kSearchEntries;
  for (const std::string& folder : folders) {
    take([&](auto& found) { find_in_folder(folder, entries, found, notes); });
  }
  if (all.size() == limits::kFoundReleases) {
    notes.add(DiagnosticKind::NotExamined, "source/search-limit", about("", ErrorKind::LimitReached, "more than " + std::to_string(limits::kFoundReleases) + " releases: the others are not listed"));
  }
  return all;
}

}  // namespace aboveboard
