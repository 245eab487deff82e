#include "source/store/flat_stores.h"

#include <algorithm>
#include <map>

#include "base/limits.h"
#include "base/text.h"
#include "data/value.h"
#include "source/disk/placed_source.h"
#include "source/hub/target.h"
#include "source/store/hub_download.h"

namespace aboveboard {
namespace {

constexpr std::string_view kGguf = ".gguf";
constexpr std::size_t kPartDigits = 5;  // "-00001-of-00003"

std::optional<std::uint64_t> number_of(std::string_view digits) {
  return digits.size() == kPartDigits ? parse_decimal(digits) : std::nullopt;
}

// The record that llama.cpp writes beside a download: {"url": ..., "etag": ...}.
data::Value read_record(const Beneath& cache, const std::string& path) {
  const std::string text = cache.read_small(path, limits::kRecordBytes);
  Diagnostics ignored;  // a record of which nothing can be read says nothing
  Result<data::Value> record = data::parse_json(text, {.path = path}, ignored);
  return record ? std::move(*record) : data::Value();
}

// "owner/name" of "https://huggingface.co/owner/name/resolve/revision/file".
std::string identity_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return "";
  const std::vector<std::string> parts = split(url.substr(scheme + 3), '/');
  if (parts.size() < 5 || parts[3] != "resolve" || !is_repository_id(parts[1] + "/" + parts[2])) return "";
  return parts[1] + "/" + parts[2];
}

// The digest that a record promises of a file: the etag in the JSON, or alone in a file beside it.
std::string promise_of(const Beneath& cache, const std::string& file) {
  const std::string promised = promise_of_etag(data::text_of(read_record(cache, file + ".json"), "etag"));
  return promised.empty() ? promise_of_etag(cache.read_small(file + ".etag", limits::kRecordBytes)) : promised;
}

}  // namespace

std::string lm_studio_identity(const std::string& location, const std::vector<std::string>& stores) {
  const std::string path = canonical_path(location);
  for (const std::string& store : stores) {
    const std::string root = canonical_path(store);
    if (root.empty() || !path.starts_with(root + "/")) continue;
    const std::vector<std::string> parts = split(std::string_view(path).substr(root.size() + 1), '/');
    if (parts.size() == 2) return sanitize_utf8(parts[0] + "/" + parts[1]);
  }
  return "";
}

std::optional<SplitName> split_gguf_name(std::string_view name) {
  constexpr std::string_view kOf = "-of-";
  constexpr std::size_t kTail = 1 + kPartDigits + kOf.size() + kPartDigits;
  if (!name.ends_with(kGguf)) return std::nullopt;
  name.remove_suffix(kGguf.size());
  if (name.size() <= kTail) return std::nullopt;
  const std::string_view tail = name.substr(name.size() - kTail);
  const auto number = number_of(tail.substr(1, kPartDigits)), count = number_of(tail.substr(kTail - kPartDigits));
  if (tail.front() != '-' || tail.substr(1 + kPartDigits, kOf.size()) != kOf || !number || !count || *number == 0 || *number > *count) return std::nullopt;
  return SplitName{std::string(name.substr(0, name.size() - kTail)), *number, *count};
}

std::vector<CachedGguf> cached_ggufs(const std::vector<std::string>& names) {
  std::vector<CachedGguf> models;
  std::map<std::pair<std::string, std::uint64_t>, std::size_t> splits;  // to the model that the parts belong to
  for (const std::string& name : names) {
    if (!name.ends_with(kGguf)) continue;
    const std::optional<SplitName> part = split_gguf_name(name);
    if (!part) {
      models.push_back({name, {name}});
      continue;
    }
    const auto [place, first] = splits.try_emplace({part->stem, part->count}, models.size());
    if (first) models.push_back({name, {}});
    models[place->second].files.push_back(name);
  }
  return models;
}

std::string llama_cpp_identity(const Beneath& cache, const std::string& file, const std::vector<std::string>& names) {
  const std::string identity = identity_of_url(data::text_of(read_record(cache, file + ".json"), "url"));
  if (!identity.empty()) return identity;
  // "manifest=owner=name=tag.json" tells where the owner ends in "owner_name_file.gguf".
  std::string best;
  for (auto name = std::lower_bound(names.begin(), names.end(), "manifest="); name != names.end() && name->starts_with("manifest="); ++name) {
    const std::vector<std::string> parts = split(*name, '=');
    if (parts.size() < 4) continue;
    const std::string id = parts[1] + "/" + parts[2];
    if (id.size() > best.size() && file.starts_with(parts[1] + "_" + parts[2] + "_") && is_repository_id(id)) best = id;
  }
  return best;
}

Result<std::unique_ptr<Source>> open_llama_cpp(const std::string& location, const std::string& cache, SourceInfo info, Diagnostics& notes) {
  const std::string path = canonical_path(location), root = canonical_path(cache);
  const std::string name(file_name(path));
  if (root.empty() || parent_path(path) != root || !name.ends_with(kGguf)) return std::unique_ptr<Source>();
  ABOVEBOARD_ASSIGN(Beneath folder, open_beneath(root));
  ABOVEBOARD_ASSIGN(const std::vector<std::string> names, folder.names_in("", limits::kStoreEntries));
  std::vector<FileEntry> files;
  for (const CachedGguf& model : cached_ggufs(names)) {
    if (std::find(model.files.begin(), model.files.end(), name) == model.files.end()) continue;
    for (const std::string& file : model.files) {
      const Located located = folder.locate(file);
      if (located.what == Whereabouts::File) {
        files.push_back({file, located.bytes, promise_of(folder, file)});
      } else {
        notes.add(DiagnosticKind::NotExamined, "source/unreadable-file", {ErrorKind::Unreadable, "it is not a file that can be read", {.path = file, .line = {}, .byte = {}}});
      }
    }
    info.identity = llama_cpp_identity(folder, model.first, names);
  }
  if (files.empty()) return std::unique_ptr<Source>();
  info.kind = "llama-cpp";
  return placed_source(std::move(folder), std::move(info), std::move(files), {});
}

}  // namespace aboveboard
