// Engine: the one thread that all transfers of a client run on, side by side, over connections that are kept.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"
#include "net/http.h"
#include "net/transfer.h"

namespace aboveboard {

class Engine {
 public:
  // No thread yet; both must outlive the engine.
  Engine(const CurlLibrary& curl, const HttpOptions& options) : curl_(curl), options_(options) {}
  // Nobody waits for it any more.
  ~Engine();

  // Runs a transfer to its end. Called from any thread, many at once; the first call starts the engine's.
  void run(Transfer& transfer);
  // Waits before another attempt; false where it was canceled meanwhile. `asked`: a server asked for it.
  bool wait(std::chrono::milliseconds time, bool asked);

  HttpProgress spent() const;
  std::atomic<std::uint64_t>& bytes() { return bytes_; }

 private:
  using Clock = std::chrono::steady_clock;
  // Somebody who is blocked in run() or wait().
  struct Guest {
    Transfer* transfer = nullptr;  // none: it waits for `until`
    Clock::time_point until = {};
    bool asked = false;
    bool done = false;
    bool canceled = false;
    std::condition_variable wake;
  };

  bool start();
  void loop();
  void take_new();
  void end_finished();
  void end_silent();
  void end_with(const std::vector<std::pair<Guest*, int>>& ended);
  void end_all();
  void tell();
  void leave(Guest& guest);
  std::chrono::milliseconds patience() const;

  const CurlLibrary& curl_;
  const HttpOptions& options_;
  void* multi_ = nullptr;
  std::thread thread_;

  mutable std::mutex mutex_;     // for what follows
  bool started_ = false;
  bool ending_ = false;
  std::vector<Guest*> waiting_;  // in wait()
  std::vector<Guest*> queue_;    // in run(), not yet begun

  std::vector<Guest*> active_;   // of the engine's thread alone
  HttpProgress told_;
  Clock::time_point told_at_ = {};
  std::atomic<std::uint64_t> bytes_ = 0;
  std::atomic<std::uint64_t> requests_ = 0;
};

}  // namespace aboveboard
