// The cache of the Hub's own clients: a folder for each repository with refs, snapshots of links, and blobs named by their digests. Internal to this library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "source/disk/beneath.h"
#include "source/hub/target.h"
#include "source/source.h"

namespace aboveboard {

struct HubCacheFolder {
  std::string repository;  // "/cache/models--owner--name"
  std::string revision;    // the commit, where the location is that of a snapshot
  std::string below;       // a folder or file in the snapshot
};

// What `location` names in a Hub cache: the folder of a repository, a snapshot in it, or a folder in that. Nothing where it is none of these.
std::optional<HubCacheFolder> hub_cache_folder(const std::string& location);

// "owner/name" for "models--owner--name", "datasets/owner/name" for "datasets--owner--name"; "" where this is not the name of a repository's folder.
std::string identity_of_cache_folder(std::string_view folder_name);
// "datasets--owner--name".
std::string cache_folder_name(const HubTarget& target);

// The commit whose snapshot is meant: that of a ref or commit `revision`; where it is "" the one that refs/main names, else the only one. NotFound; Usage where there are
// several and nothing says which.
Result<std::string> snapshot_of(const Beneath& repository, std::string_view revision);

// All commits with a snapshot, sorted.
std::vector<std::string> snapshots_in(const Beneath& repository);

// Opens a snapshot of a repository. `info` holds name and location. What is in the repository but was not downloaded cannot be known here: info().partial.
Result<std::unique_ptr<Source>> open_hub_cache(const HubCacheFolder& folder, SourceInfo info, Diagnostics& notes);

// Where a release may have more files than a client of the Hub has downloaded.
inline constexpr std::string_view kDownloadsAreHere = "what is here is what was downloaded; the repository may have more files";

// "sha256:..." for 64 lower-case hexadecimal digits, "git-sha1:..." for 40; else "". So the Hub names blobs.
std::string promise_of_blob(std::string_view name);

}  // namespace aboveboard
