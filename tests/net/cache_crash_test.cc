// The cache under threads and processes at once, some of which are killed.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "net/response_cache.h"
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

// A body that shows whether it is whole: its length and its every byte follow from its number.
std::string numbered(unsigned number) { return std::to_string(number) + ":" + std::string(number * 37 % 30'000, static_cast<char>('a' + number % 26)); }
bool is_whole(const CachedResponse& response) { return response.body == numbered(static_cast<unsigned>(std::stoul(response.body))) && response.etag == response.body.substr(0, response.body.find(':')); }

// Puts and gets in a fixed order; false where an entry was not whole.
bool work(ResponseCache& cache, unsigned seed, unsigned turns) {
  bool good = true;
  for (unsigned i = 0; i < turns; ++i) {
    const unsigned number = (seed + i) * 2654435761u % 100'000;
    const std::string key = std::to_string(number % 7);
    cache.put(key, {std::to_string(number), numbered(number)});
    const std::optional<CachedResponse> got = cache.get(std::to_string((number + 1) % 7));
    good = good && (!got || is_whole(*got));
  }
  return good;
}

TEST(CacheCrash, ServesThreadsAtOnce) {
  const ScratchDir folder;
  {
    ResponseCache cache(folder.path(), kLots);
    std::atomic<int> good = 0;
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < 4; ++i) threads.emplace_back([&, i] { good += work(cache, i * 1000, 50) ? 1 : 0; });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, 4);
  }
  EXPECT_EQ(cache_stats(folder.path())->entries, 7u);
  EXPECT_EQ(cache_stats(folder.path())->broken, 0u);
  EXPECT_EQ(files_in(folder.path()).size(), 7u);
}

// A process that works on the cache until its work is done, or it is killed. The limit makes all of them remove each other's entries, too.
pid_t fork_worker(const fs::path& folder, unsigned seed, unsigned turns) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  bool good = true;
  for (unsigned i = 0; i < turns; ++i) {
    ResponseCache cache(folder, 60'000);
    good = work(cache, seed + i * 10, 10) && good;
  }
  ::_exit(good ? 0 : 1);
}

TEST(CacheCrash, HoldsNothingBrokenWhoeverIsKilled) {
  const ScratchDir folder;
  std::vector<pid_t> others;
  for (unsigned i = 0; i < 2; ++i) others.push_back(fork_worker(folder.path(), i * 5000, 20));
  for (unsigned i = 0; i < 50; ++i) {
    const pid_t victim = fork_worker(folder.path(), 50'000 + i * 100, 1'000'000);
    std::this_thread::sleep_for(std::chrono::microseconds(500 + i * 7919 % 6000));
    ::kill(victim, SIGKILL);
    ::waitpid(victim, nullptr, 0);
    EXPECT_EQ(cache_stats(folder.path())->broken, 0u);
  }
  for (const pid_t other : others) {
    int status = 0;
    ::waitpid(other, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  ResponseCache cache(folder.path(), kLots);
  for (int key = 0; key < 7; ++key) {
    const std::optional<CachedResponse> got = cache.get(std::to_string(key));
    EXPECT_TRUE(!got || is_whole(*got));
  }
  // All that a killed process may leave is a whole file that did not get its name in time.
  for (const fs::path& file : files_in(folder.path())) {
    const std::string bytes = testing::read_file(file);
    EXPECT_TRUE(bytes.starts_with("aboveboard response 1\n")) << file;
  }
}

}  // namespace
}  // namespace aboveboard
