// Work on many items at once, without an order among them. Results belong into slots of their own, so that the outcome does not depend on timing.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <thread>
#include <vector>

namespace aboveboard {

// Calls work(i) for every i below `count`, on `threads` threads, of which the caller's is one: for work that waits more than it computes.
template <typename Work>
void for_each_waiting(std::size_t count, std::size_t threads, const Work& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(threads, count); ++i) others.emplace_back(run);
  run();
}

// The same on as many threads as the process may use; the caller's is one of them. `least` items are worth a thread.
template <typename Work>
void for_each_index(std::size_t count, std::size_t least, const Work& work) {
  const std::size_t worth = std::max<std::size_t>(1, count / std::max<std::size_t>(1, least));
  for_each_waiting(count, std::min<std::size_t>(worth, std::clamp(std::thread::hardware_concurrency(), 1u, 32u)), work);
}

}  // namespace aboveboard
