#include "source/places.h"

#include <sys/stat.h>

#include "base/text.h"
#include "source/archive/archive_source.h"
#include "source/disk/directory_source.h"
#include "source/store/flat_stores.h"
#include "source/store/hub_cache.h"
#include "source/store/hub_download.h"
#include "source/store/ollama.h"

namespace aboveboard {
namespace {

constexpr std::string_view kOllama = "ollama:";

const std::string& endpoint_of(const Places& places) {
  static const std::string kUsual = HubOptions().endpoint;
  return places.hub ? places.hub->options().endpoint : kUsual;
}

Error at_location(Error error, const std::string& location) {
  if (error.place.path.empty()) error.place.path = location;
  return error;
}

Result<std::unique_ptr<Source>> open_hub(const HubTarget& target, SourceInfo info, const Places& places, Diagnostics& notes) {
  const std::string location = info.location;
  if (!places.hub) return fail(ErrorKind::Usage, "this names a repository on a hub, and this command makes no requests", {.path = location, .line = {}, .byte = {}});
  std::optional<Error> cached;
  if (places.hub->options().offline && !places.stores.hub_cache.empty()) {
    const HubCacheFolder folder = {places.stores.hub_cache + "/" + cache_folder_name(target), target.revision, target.path};
    auto source = open_hub_cache(folder, info, notes);
    if (source) return source;
    if (open_beneath(folder.repository)) cached = std::move(source.error());
  }
  auto source = places.hub->open(target, location, std::move(info.name), notes);
  // What the cache lacks says more than that there is no network.
  if (!source && cached) return fail(std::move(*cached));
  return source;
}

Result<std::unique_ptr<Source>> open_folder(SourceInfo info, const Places& places, Diagnostics& notes) {
  if (const std::optional<HubCacheFolder> folder = hub_cache_folder(info.location)) return open_hub_cache(*folder, std::move(info), notes);
  Result<Beneath> folder = open_beneath(info.location);
  if (!folder) return fail(std::move(folder.error()));
  if (is_hub_download(*folder)) return hub_download_source(std::move(*folder), std::move(info), notes);
  const std::string identity = lm_studio_identity(info.location, places.stores.lm_studio);
  std::unique_ptr<Source> source = directory_source(std::move(*folder), std::move(info), notes);
  if (!identity.empty()) {
    source->info().kind = "lm-studio";
    source->info().identity = identity;
  }
  return source;
}

Result<std::unique_ptr<Source>> open_file(SourceInfo info, const Places& places, Diagnostics& notes) {
  if (const std::optional<OllamaPlace> model = ollama_manifest_at(info.location)) return open_ollama(*model, std::move(info), notes);
  if (!places.stores.llama_cpp.empty()) {
    auto source = open_llama_cpp(info.location, places.stores.llama_cpp, info, notes);
    if (!source || *source) return source;
  }
  if (is_archive_name(info.location)) {
    auto source = open_archive_file(info, notes);
    if (!source || *source) return source;
  }
  return open_source(info.location, std::move(info.name), notes);
}

}  // namespace

bool is_explicit(std::string_view location) {
  return location.starts_with("hf:") || location.starts_with("https://") || location.starts_with("http://") || location.starts_with(kOllama);
}

std::string short_name(const std::string& location, const Places& places) {
  const auto last = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };  // all of it, where there is no '/'
  if (const auto target = parse_hub_target(location, endpoint_of(places)); target && *target) return last((*target)->id);
  if (location.starts_with(kOllama)) return last(location.substr(kOllama.size()));
  std::string path = location;
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  for (std::string_view folder = path; !folder.empty() && folder != "/"; folder = parent_path(folder)) {
    const std::string identity = identity_of_cache_folder(file_name(folder));
    if (!identity.empty() && (folder == path || std::string_view(path).substr(folder.size()).starts_with("/snapshots/"))) return last(identity);
  }
  return last(path);
}

Result<std::unique_ptr<Source>> open_place(const std::string& location, std::string name, const Places& places, Diagnostics& notes) {
  SourceInfo info;
  info.name = std::move(name);
  info.location = location;
  if (location.starts_with(kOllama)) {
    ABOVEBOARD_ASSIGN(const OllamaName model, parse_ollama_name(location));
    Result<OllamaPlace> place = find_in_ollama(model, places.stores.ollama);
    if (!place) return fail(at_location(std::move(place.error()), location));
    return open_ollama(*place, std::move(info), notes);
  }
  struct stat status{};
  const bool here = !is_explicit(location) && location.find('\0') == std::string::npos && ::stat(location.c_str(), &status) == 0;
  if (here && S_ISDIR(status.st_mode)) return open_folder(std::move(info), places, notes);
  if (here && S_ISREG(status.st_mode)) return open_file(std::move(info), places, notes);
  if (!here) {
    ABOVEBOARD_ASSIGN(const std::optional<HubTarget> target, parse_hub_target(location, endpoint_of(places)));
    if (target) return open_hub(*target, std::move(info), places, notes);
  }
  auto source = open_source(location, std::move(info.name), notes);
  if (!source && source.error().kind == ErrorKind::NotFound && location.find('/') != std::string::npos && is_repository_id(location)) {
    source.error().message += "; did you mean hf:" + location + "?";
  }
  return source;
}

}  // namespace aboveboard
