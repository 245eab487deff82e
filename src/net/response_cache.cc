#include "net/response_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "net/cache_folder.h"

namespace aboveboard {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;  // of a file's time, in nanoseconds
constexpr std::int64_t kDay = 86'400 * kSecond;

// Everything that may go, under a lock that one process has: a writer that died left temporary files, and the oldest entries are beyond the limit.
void evict(const FileHandle& root, std::uint64_t limit) {
  const FileHandle lock(::openat(root.get(), "lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return;  // another does it now
  struct stat info{};
  if (::futimens(lock.get(), nullptr) != 0 || ::fstat(lock.get(), &info) != 0) return;
  const std::int64_t now = std::int64_t{info.st_mtim.tv_sec} * kSecond;  // by the clock that gives all files their times
  std::vector<cache::Found> entries;
  std::uint64_t total = 0;
  cache::visit(root, [&](const FileHandle& shard, const cache::Found& found) {
    if (found.entry) {
      total += found.bytes;
      entries.push_back(found);
    } else if (now - found.used > kDay) {
      ::unlinkat(shard.get(), found.name.c_str(), 0);
    }
  });
  if (total <= limit) return;
  std::sort(entries.begin(), entries.end(), [](const cache::Found& a, const cache::Found& b) { return a.used != b.used ? a.used < b.used : a.name < b.name; });
  for (const cache::Found& entry : entries) {
    if (total <= limit) return;
    if (const FileHandle shard = cache::open_shard(root, entry.shard, false)) ::unlinkat(shard.get(), entry.name.c_str(), 0);
    total -= entry.bytes;
  }
}

}  // namespace

ResponseCache::~ResponseCache() {
  if (!wrote_) return;
  if (const Result<FileHandle> root = cache::open_root(folder_, false); root && *root) evict(*root, limit_bytes_);
}

std::optional<CachedResponse> ResponseCache::get(std::string_view key) {
  const Result<FileHandle> root = cache::open_root(folder_, false);
  if (!root || !*root) return std::nullopt;
  const cache::Name name = cache::name_of(key);
  const FileHandle shard = cache::open_shard(*root, name.shard, false);
  if (!shard) return std::nullopt;
  const std::optional<cache::Bytes> entry = cache::read_entry(shard, name.file);
  if (!entry) return std::nullopt;
  std::optional<cache::Decoded> decoded = entry->text ? cache::decode(*entry->text) : std::nullopt;
  if (!decoded || decoded->key != key) {
    ::unlinkat(shard.get(), name.file.c_str(), 0);
    return std::nullopt;
  }
  ::futimens(entry->file.get(), nullptr);  // used now
  return std::move(decoded->response);
}

void ResponseCache::put(std::string_view key, const CachedResponse& response) {
  if (folder_.empty() || response.body.size() > std::min(limits::kCachedBytes, limit_bytes_)) return;
  const std::string bytes = cache::encode(key, response);
  if (bytes.empty()) return;
  const Result<FileHandle> root = cache::open_root(folder_, true);
  if (!root || !*root) return;
  const cache::Name name = cache::name_of(key);
  const FileHandle shard = cache::open_shard(*root, name.shard, true);
  if (shard && cache::write_entry(shard, name.file, bytes)) wrote_ = true;
}

Result<CacheStats> cache_stats(const std::string& folder) {
  ABOVEBOARD_ASSIGN(const FileHandle root, cache::open_root(folder, false));
  CacheStats stats;
  if (!root) return stats;
  cache::visit(root, [&stats](const FileHandle& shard, const cache::Found& found) {
    if (!found.entry) return;
    const std::optional<cache::Bytes> entry = cache::read_entry(shard, found.name);
    if (!entry) return;  // gone meanwhile
    ++stats.entries;
    stats.bytes += found.bytes;
    const std::optional<cache::Decoded> decoded = entry->text ? cache::decode(*entry->text) : std::nullopt;
    if (!decoded || cache::name_of(decoded->key).file != found.name) ++stats.broken;
  });
  return stats;
}

Result<CacheStats> clear_cache(const std::string& folder) {
  ABOVEBOARD_ASSIGN(const FileHandle root, cache::open_root(folder, false));
  CacheStats removed;
  if (!root) return removed;
  std::vector<std::string> shards;
  cache::visit(root, [&](const FileHandle& shard, const cache::Found& found) {
    if (shards.empty() || shards.back() != found.shard) shards.push_back(found.shard);
    if (::unlinkat(shard.get(), found.name.c_str(), 0) != 0 || !found.entry) return;
    ++removed.entries;
    removed.bytes += found.bytes;
  });
  for (const std::string& shard : shards) ::unlinkat(root.get(), shard.c_str(), AT_REMOVEDIR);  // where nothing else is in it
  return removed;
}

}  // namespace aboveboard
