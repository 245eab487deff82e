// The folder of a ResponseCache: folder/v1/<2 digits>/<64 digits>, opened name by name without following links. Internal to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/file_handle.h"
#include "net/response_cache.h"

namespace aboveboard::cache {

// Where an entry stands: the SHA-256 of its key.
struct Name {
  std::string shard;  // its first two digits
  std::string file;   // all 64
};
Name name_of(std::string_view key);

// What an entry holds on disk.
std::string encode(std::string_view key, const CachedResponse& response);
struct Decoded {
  std::string key;
  CachedResponse response;
};
// Nothing where the bytes are not those that were put.
std::optional<Decoded> decode(std::string_view bytes);

// folder/v1; made, with all above it, where `make` is set. An empty descriptor where there is none. Unreadable where it is something else, such as a link.
Result<FileHandle> open_root(const std::string& folder, bool make);
FileHandle open_shard(const FileHandle& root, const std::string& shard, bool make);

// A regular file's bytes, at most kCachedBytes and some for the head; nothing where there is no such file or it cannot be read.
struct Bytes {
  FileHandle file;
  std::optional<std::string> text;  // nothing: it is there, but no entry (a link, a folder, too large)
};
std::optional<Bytes> read_entry(const FileHandle& shard, const std::string& name);

// Writes a whole file under a name, or leaves nothing.
bool write_entry(const FileHandle& shard, const std::string& name, std::string_view bytes);

struct Found {
  std::string shard;
  std::string name;
  bool entry = false;         // else a temporary file that a writer left, or still writes
  std::uint64_t bytes = 0;
  std::int64_t used = 0;      // nanoseconds since 1970, by the file's time
};
// Tells of every file that has the layout and the names of this cache, and of no other.
void visit(const FileHandle& root, const std::function<void(const FileHandle& shard, const Found&)>& tell);

}  // namespace aboveboard::cache
