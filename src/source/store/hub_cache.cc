#include "source/store/hub_cache.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "source/disk/git_revision.h"
#include "source/disk/list_beneath.h"
#include "source/disk/placed_source.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 3> kKinds = {"models--", "datasets--", "spaces--"};
constexpr std::size_t kSnapshotsTold = 10;

// A ref is a path below refs/; never one that climbs out of it.
bool may_be_ref(std::string_view revision) {
  if (revision.empty() || revision.starts_with('/') || revision.find('\0') != std::string_view::npos) return false;
  const std::vector<std::string> parts = split(revision, '/');
  return std::none_of(parts.begin(), parts.end(), [](const std::string& part) { return part.empty() || part == "." || part == ".."; });
}

bool has_snapshot(const Beneath& repository, const std::string& commit) {
  return repository.locate("snapshots/" + commit).what == Whereabouts::Folder;
}

std::string commit_of_ref(const Beneath& repository, const std::string& ref) {
  const std::string text = repository.read_small("refs/" + ref, limits::kRecordBytes);
  const std::string_view commit = trim(text);
  return is_commit_name(commit) ? std::string(commit) : "";
}

std::string told(std::vector<std::string> snapshots) {
  const std::size_t more = snapshots.size() - std::min(snapshots.size(), kSnapshotsTold);
  snapshots.resize(snapshots.size() - more);
  if (more > 0) snapshots.push_back(std::to_string(more) + " more");
  return join_and(snapshots);
}

// What listing noted, with paths as they are in the release; a link without its blob is a download that was not finished, or that was cleared away.
void take_notes(const Diagnostics& listed, std::size_t prefix, Diagnostics& notes) {
  for (const Diagnostic& item : listed.items()) {
    Error error = item.error;
    error.place.path = error.place.path.size() > prefix ? error.place.path.substr(prefix) : ".";
    std::string rule = item.rule;
    if (rule == "source/link-broken") {
      rule = "source/blob-missing";
      error.message = "the cache names this file, but its bytes are not in it";
    }
    notes.add(item.kind, std::move(rule), std::move(error));
  }
}

void note_unfinished(const Beneath& repository, Diagnostics& notes) {
  const Result<std::vector<std::string>> blobs = repository.names_in("blobs", limits::kFiles);
  if (!blobs) return;  // copies without links have none
  for (const std::string& name : *blobs) {
    if (!name.ends_with(".incomplete")) continue;
    notes.add(DiagnosticKind::NotExamined, "source/download-incomplete",
              {ErrorKind::Truncated, "a download into the cache was not finished; which file it is cannot be told", {.path = "blobs/" + name, .line = {}, .byte = {}}});
  }
}

// The names of which the hub said, at this commit, that there is no such file.
std::vector<std::string> proven_absent(const Beneath& repository, const std::string& commit, const std::vector<FileEntry>& here, Diagnostics& notes) {
  const std::string folder = ".no_exist/" + commit;
  if (repository.locate(folder).what != Whereabouts::Folder) return {};
  std::vector<FileEntry> markers;
  Diagnostics ignored;  // what is no marker proves nothing
  list_beneath(repository, folder, markers, ignored);
  std::vector<std::string> absent;
  for (FileEntry& marker : markers) {
    marker.path.erase(0, folder.size() + 1);
    const auto same = std::lower_bound(here.begin(), here.end(), marker, [](const FileEntry& a, const FileEntry& b) { return a.path < b.path; });
    if (same != here.end() && same->path == marker.path) continue;
    if (absent.size() == limits::kAbsentNames) {
      notes.add(DiagnosticKind::Note, "source/absent-names", {ErrorKind::LimitReached, "of more than " + std::to_string(limits::kAbsentNames) + " files the cache says that there are none; the others are not kept", {.path = folder, .line = {}, .byte = {}}});
      break;
    }
    absent.push_back(std::move(marker.path));
  }
  return absent;
}

}  // namespace

std::string promise_of_blob(std::string_view name) {
  if (!is_commit_name(name)) return "";
  return (name.size() == 64 ? "sha256:" : "git-sha1:") + std::string(name);
}

std::string identity_of_cache_folder(std::string_view folder_name) {
  for (const std::string_view kind : kKinds) {
    if (!folder_name.starts_with(kind)) continue;
    const std::string_view rest = folder_name.substr(kind.size());
    const std::size_t middle = rest.find("--");
    const std::string_view owner = rest.substr(0, middle);
    std::string id(owner);
    if (middle != std::string_view::npos) {
      const std::string_view name = rest.substr(middle + 2);
      if (name.empty() || name.find("--") != std::string_view::npos) return "";
      id += "/" + std::string(name);
    }
    if (owner.empty() || find_invalid_utf8(id) != std::string_view::npos) return "";
    return kind == kKinds.front() ? id : std::string(kind.substr(0, kind.size() - 2)) + "/" + id;
  }
  return "";
}

std::string cache_folder_name(const HubTarget& target) {
  std::string name(kKinds[static_cast<std::size_t>(target.kind)]);
  for (const char c : target.id) name += c == '/' ? "--" : std::string(1, c);
  return name;
}

std::optional<HubCacheFolder> hub_cache_folder(const std::string& location) {
  const std::string path = canonical_path(location);
  // From the right, so that a cache below a folder of such a name is not taken for a part of it.
  for (std::size_t end = path.size(); end != std::string::npos && end > 0; end = path.rfind('/', end - 1)) {
    const std::string_view above = std::string_view(path).substr(0, end);
    if (identity_of_cache_folder(file_name(above)).empty()) continue;
    const Result<Beneath> folder = open_beneath(std::string(above));
    if (!folder) return std::nullopt;
    const bool known = folder->locate("snapshots").what == Whereabouts::Folder || folder->locate("refs").what == Whereabouts::Folder;
    if (!known) return std::nullopt;
    HubCacheFolder found = {std::string(above), "", ""};
    std::string_view rest = std::string_view(path).substr(end);
    if (rest.empty()) return found;
    if (!rest.starts_with("/snapshots/")) return std::nullopt;
    rest.remove_prefix(std::string_view("/snapshots/").size());
    const std::size_t slash = rest.find('/');
    found.revision = rest.substr(0, slash);
    if (!is_commit_name(found.revision)) return std::nullopt;
    if (slash != std::string_view::npos) found.below = rest.substr(slash + 1);
    return found;
  }
  return std::nullopt;
}

std::vector<std::string> snapshots_in(const Beneath& repository) {
  Result<std::vector<std::string>> names = repository.names_in("snapshots", limits::kStoreEntries);
  if (!names) return {};
  std::erase_if(*names, [&](const std::string& name) { return !is_commit_name(name) || !has_snapshot(repository, name); });
  return std::move(*names);
}

Result<std::string> snapshot_of(const Beneath& repository, std::string_view revision) {
  const std::string wanted(revision);
  if (!wanted.empty()) {
    const std::string commit = is_commit_name(wanted) ? wanted : may_be_ref(wanted) ? commit_of_ref(repository, wanted) : "";
    if (!commit.empty() && has_snapshot(repository, commit)) return commit;
  } else {
    const std::string main = commit_of_ref(repository, "main");
    if (!main.empty() && has_snapshot(repository, main)) return main;
  }
  const std::vector<std::string> snapshots = snapshots_in(repository);
  if (snapshots.empty()) return fail(ErrorKind::NotFound, "the cache holds no snapshot of this repository: nothing of it was downloaded completely");
  if (!wanted.empty()) return fail(ErrorKind::NotFound, "the cache does not hold the revision " + quoted(wanted, 200) + " of this repository; it holds " + told(snapshots));
  if (snapshots.size() == 1) return snapshots.front();
  return fail(ErrorKind::Usage, "the cache holds several snapshots of this repository, and its refs do not say which one is meant: name the folder of one of them below snapshots/: " + told(snapshots));
}

Result<std::unique_ptr<Source>> open_hub_cache(const HubCacheFolder& folder, SourceInfo info, Diagnostics& notes) {
  ABOVEBOARD_ASSIGN(Beneath repository, open_beneath(folder.repository));
  Result<std::string> commit = snapshot_of(repository, folder.revision);
  if (!commit) {
    commit.error().place.path = info.location;
    return fail(std::move(commit.error()));
  }
  std::string prefix = "snapshots/" + *commit + (folder.below.empty() ? "" : "/" + folder.below);
  std::vector<FileEntry> files;
  Diagnostics listed;
  const Located start = repository.locate(prefix);
  if (start.what == Whereabouts::File) {
    files.push_back({prefix, start.bytes});
    prefix = parent_path(prefix);
  } else {
    list_beneath(repository, prefix, files, listed);
  }
  take_notes(listed, prefix.size() + 1, notes);
  note_unfinished(repository, notes);
  std::vector<std::string> places;
  for (FileEntry& file : files) {
    places.push_back(file.path);
    const Located located = repository.locate(file.path);
    // A file that is no link, as where there are none, is not named by its digest.
    if (located.name != file_name(file.path)) file.promised = promise_of_blob(located.name);
    file.path.erase(0, prefix.size() + 1);
  }
  info.kind = "hub-cache";
  info.identity = identity_of_cache_folder(file_name(folder.repository));
  info.revision = *commit;
  info.partial = kDownloadsAreHere;
  if (folder.below.empty()) info.proven_absent = proven_absent(repository, *commit, files, notes);
  return placed_source(std::move(repository), std::move(info), std::move(files), std::move(places));
}

}  // namespace aboveboard
