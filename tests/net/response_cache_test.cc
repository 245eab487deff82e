#include "net/response_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <vector>

#include "support/paths.h"

namespace aboveboard {
namespace {

namespace fs = std::filesystem;
using testing::ScratchDir;

constexpr std::uint64_t kLots = 1u << 30;

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_directory() && entry.path().filename() != "lock") files.push_back(entry.path());
  }
  return files;
}

fs::path only_file(const ScratchDir& folder) {
  const std::vector<fs::path> files = files_in(folder.path());
  EXPECT_EQ(files.size(), 1u);
  return files.empty() ? fs::path() : files.front();
}

std::string body_of(ResponseCache& cache, std::string_view key) {
  const std::optional<CachedResponse> response = cache.get(key);
  return response ? response->body : "nothing";
}

void overwrite(const fs::path& file, const std::string& bytes) { std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes; }

TEST(Cache, GivesWhatWasPut) {
  const ScratchDir folder;
  ResponseCache cache(folder.path() / "deep/down", kLots);
  EXPECT_FALSE(cache.get("a"));
  EXPECT_FALSE(fs::exists(folder.path() / "deep"));
  const std::string bytes("line\n\0\xff\r\n", 9);
  cache.put("a", {"\"e\"", bytes});
  cache.put("b", {"", ""});
  const std::optional<CachedResponse> a = cache.get("a"), b = cache.get("b");
  ASSERT_TRUE(a && b);
  EXPECT_EQ(a->etag, "\"e\"");
  EXPECT_EQ(a->body, bytes);
  EXPECT_EQ(b->body, "");
  cache.put("a", {"\"f\"", "new"});
  EXPECT_EQ(body_of(cache, "a"), "new");
  EXPECT_FALSE(cache.get("c"));
  EXPECT_EQ(files_in(folder.path()).size(), 2u);  // and nothing beside them
}

TEST(Cache, IsReadableByItsOwnerAlone) {
  const ScratchDir folder;
  ResponseCache cache(folder.path() / "cache", kLots);
  cache.put("a", {"", "x"});
  for (fs::path path = only_file(folder); path != folder.path(); path = path.parent_path()) {
    EXPECT_EQ(fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none) << path;
  }
}

TEST(Cache, WithoutAFolderKeepsNothing) {
  ResponseCache cache("", kLots);
  cache.put("a", {"", "x"});
  EXPECT_FALSE(cache.get("a"));
}

TEST(Cache, TakesNoKeyOrEtagWithALineBreak) {
  const ScratchDir folder;
  ResponseCache cache(folder.path(), kLots);
  cache.put("a\nb", {"", "x"});
  cache.put("a", {"e\n3", "x"});
  EXPECT_TRUE(files_in(folder.path()).empty());
}

TEST(Cache, EveryChangedByteMakesAnEntryBroken) {
  const ScratchDir folder;
  ResponseCache cache(folder.path(), kLots);
  cache.put("key", {"\"etag\"", "body"});
  const fs::path file = only_file(folder);
  const std::string good = testing::read_file(file);
  for (std::size_t at = 0; at <= good.size(); ++at) {
    std::string changed = good;
    if (at < good.size()) changed[at] = static_cast<char>(changed[at] ^ 1);
    else changed += "x";
    overwrite(file, changed);
    EXPECT_EQ(cache_stats(folder.path())->broken, 1u) << at;
    EXPECT_FALSE(cache.get("key")) << at;
    EXPECT_FALSE(fs::exists(file)) << at;  // it is of no use to anybody
    overwrite(file, good.substr(0, at));
    EXPECT_EQ(cache.get("key").has_value(), at == good.size());
  }
}

TEST(Cache, AnEntryUnderAnotherNameIsBroken) {
  const ScratchDir folder;
  ResponseCache cache(folder.path(), kLots);
  cache.put("a", {"", "x"});
  const fs::path a = only_file(folder);
  const std::string bytes = testing::read_file(a);
  cache.put("b", {"", "y"});
  for (const fs::path& file : files_in(folder.path())) {
    if (file != a) overwrite(file, bytes);
  }
  EXPECT_EQ(cache_stats(folder.path())->broken, 1u);
  EXPECT_FALSE(cache.get("b"));
  EXPECT_EQ(body_of(cache, "a"), "x");
}

TEST(Cache, FollowsNoLinks) {
  const ScratchDir folder, other;
  {
    ResponseCache cache(other.path(), kLots);
    cache.put("a", {"", "planted"});
  }
  const fs::path planted = only_file(other);
  const fs::path shard = folder.path() / "v1" / planted.parent_path().filename();
  ResponseCache cache(folder.path(), kLots);
  // The entry is a link.
  fs::create_directories(shard);
  fs::create_symlink(planted, shard / planted.filename());
  EXPECT_FALSE(cache.get("a"));
  cache.put("a", {"", "own"});
  EXPECT_EQ(body_of(cache, "a"), "own");
  // The folder of the entry is a link.
  fs::remove_all(shard);
  fs::create_directory_symlink(planted.parent_path(), shard);
  EXPECT_FALSE(cache.get("a"));
  cache.put("a", {"", "own"});
  EXPECT_EQ(clear_cache(folder.path())->entries, 0u);
  // The root is a link.
  fs::remove_all(folder.path() / "v1");
  fs::create_directory_symlink(other.path() / "v1", folder.path() / "v1");
  EXPECT_FALSE(cache.get("a"));
  cache.put("a", {"", "own"});
  EXPECT_FALSE(cache_stats(folder.path()));
  EXPECT_FALSE(clear_cache(folder.path()));
  ResponseCache untouched(other.path(), kLots);
  EXPECT_EQ(body_of(untouched, "a"), "planted");
}

TEST(Cache, AFolderWhereAnEntryShouldBeIsPassedOver) {
  const ScratchDir folder;
  ResponseCache cache(folder.path(), kLots);
  cache.put("a", {"", "x"});
  const fs::path file = only_file(folder);
  fs::remove(file);
  fs::create_directory(file);
  EXPECT_FALSE(cache.get("a"));
  cache.put("a", {"", "x"});
  EXPECT_FALSE(cache.get("a"));
  EXPECT_TRUE(files_in(folder.path()).empty());
}

void set_age(const fs::path& file, std::chrono::hours age) { fs::last_write_time(file, fs::file_time_type::clock::now() - age); }

TEST(Cache, TheLeastRecentlyUsedGo) {
  const ScratchDir folder;
  const std::string body(10'000, 'x');
  std::vector<fs::path> by_age;
  {
    ResponseCache cache(folder.path(), kLots);
    for (const std::string key : {"a", "b", "c", "d"}) {
      cache.put(key, {"", body});
      for (const fs::path& file : files_in(folder.path())) {
        if (std::find(by_age.begin(), by_age.end(), file) == by_age.end()) by_age.push_back(file);
      }
      set_age(by_age.back(), std::chrono::hours(100 - static_cast<int>(by_age.size())));
    }
  }
  {
    ResponseCache reader(folder.path(), 1);  // has written nothing: removes nothing
    EXPECT_TRUE(reader.get("a"));            // used now
  }
  EXPECT_EQ(cache_stats(folder.path())->entries, 4u);
  {
    ResponseCache writer(folder.path(), 3 * 10'500);
    writer.put("e", {"", body});
  }
  ResponseCache cache(folder.path(), kLots);
  EXPECT_TRUE(cache.get("a"));
  EXPECT_FALSE(cache.get("b"));
  EXPECT_FALSE(cache.get("c"));
  EXPECT_TRUE(cache.get("d"));
  EXPECT_TRUE(cache.get("e"));
}

TEST(Cache, AnEntryLargerThanTheLimitIsNotKept) {
  const ScratchDir folder;
  ResponseCache cache(folder.path(), 100);
  cache.put("a", {"", std::string(101, 'x')});
  EXPECT_FALSE(cache.get("a"));
}

TEST(Cache, OldTemporaryFilesGoWithTheNextWriter) {
  const ScratchDir folder;
  folder.write("v1/aa/.writing-1-1", "half");
  folder.write("v1/aa/.writing-1-2", "half");
  folder.write("v1/aa/other", "not ours");
  set_age(folder.path() / "v1/aa/.writing-1-1", std::chrono::hours(25));
  set_age(folder.path() / "v1/aa/other", std::chrono::hours(25));
  {
    ResponseCache cache(folder.path(), kLots);
    cache.put("a", {"", "x"});
  }
  EXPECT_FALSE(fs::exists(folder.path() / "v1/aa/.writing-1-1"));
  EXPECT_TRUE(fs::exists(folder.path() / "v1/aa/.writing-1-2"));  // somebody may be writing it
  EXPECT_TRUE(fs::exists(folder.path() / "v1/aa/other"));
}

TEST(Cache, IsCounted) {
  const ScratchDir folder;
  EXPECT_EQ(cache_stats(folder.path())->entries, 0u);
  EXPECT_EQ(cache_stats(folder.path() / "none")->entries, 0u);
  ResponseCache cache(folder.path(), kLots);
  cache.put("a", {"", std::string(1000, 'x')});
  cache.put("b", {"", std::string(1000, 'x')});
  const Result<CacheStats> stats = cache_stats(folder.path());
  EXPECT_EQ(stats->entries, 2u);
  EXPECT_EQ(stats->broken, 0u);
  EXPECT_GE(stats->bytes, 2000u);
  EXPECT_LE(stats->bytes, 2400u);
}

TEST(Cache, IsClearedOfItsEntriesAlone) {
  const ScratchDir folder;
  EXPECT_EQ(clear_cache(folder.path() / "none")->entries, 0u);
  ResponseCache cache(folder.path(), kLots);
  for (int i = 0; i < 20; ++i) cache.put(std::to_string(i), {"", "x"});
  const std::vector<std::string> others = {"notes.txt", "v1/readme", "v1/aa/file", "v1/aa/" + std::string(64, 'b'), "v1/aa/" + std::string(63, 'a'), "v1/zz/" + std::string(64, 'z'),
                                           "v2/aa/" + std::string(64, 'a'), "v1/AA/" + std::string(64, 'A')};
  for (const std::string& other : others) folder.write(other, "keep");
  folder.write("v1/aa/.writing-1-1", "half");
  EXPECT_EQ(clear_cache(folder.path())->entries, 20u);
  EXPECT_EQ(files_in(folder.path()).size(), others.size());
  for (const std::string& other : others) EXPECT_TRUE(fs::exists(folder.path() / other)) << other;
  EXPECT_FALSE(cache.get("1"));
  cache.put("1", {"", "again"});
  EXPECT_EQ(body_of(cache, "1"), "again");
}

}  // namespace
}  // namespace aboveboard
