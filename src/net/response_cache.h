// ResponseCache: answers of servers, kept on disk by key. Several processes may use one folder at once; nothing in it is ever half-written, whoever is killed when.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace aboveboard {

struct CachedResponse {
  std::string etag;   // what to ask again with; "" for none
  std::string body;
};

struct CacheStats {
  std::uint64_t entries = 0;
  std::uint64_t bytes = 0;    // on disk
  std::uint64_t broken = 0;   // entries that do not hold what their head says
};

class ResponseCache {
 public:
  // The folder is made when something is first put into it, readable by its owner alone. "" caches nothing.
  ResponseCache(std::string folder, std::uint64_t limit_bytes) : folder_(std::move(folder)), limit_bytes_(limit_bytes) {}
  // At its end the least recently used entries go, until the limit is kept; only if this process put something in.
  ~ResponseCache();

  // A key is any text without a line break; it holds no secret. Nothing where there is no such entry, or where its bytes are not those that were put.
  std::optional<CachedResponse> get(std::string_view key);
  // Best effort: a disk that is full costs the entry, not the audit.
  void put(std::string_view key, const CachedResponse& response);

 private:
  std::string folder_;
  std::uint64_t limit_bytes_;
  std::atomic<bool> wrote_ = false;  // in any of its threads
};

Result<CacheStats> cache_stats(const std::string& folder);
// Removes every entry, and nothing that is not one. How many there were.
Result<CacheStats> clear_cache(const std::string& folder);

}  // namespace aboveboard
