#include "cli/network.h"

#include <atomic>
#include <csignal>
#include <mutex>
#include <ostream>
#include <string>

#include "report/words.h"

namespace aboveboard::cli {
namespace {

std::atomic<int> interrupted{0};
static_assert(std::atomic<int>::is_always_lock_free);
std::mutex progress_mutex;
bool progress_shown = false;

void take_interrupt(int signal) {
  interrupted = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void watch_for_interrupt() {
  std::signal(SIGINT, take_interrupt);
  std::signal(SIGTERM, take_interrupt);
}

bool canceled() { return interrupted != 0; }

void end_if_interrupted() {
  if (const int signal = interrupted; signal != 0) std::raise(signal);
}

void show_progress(std::ostream& err, const HttpProgress& progress) {
  const std::lock_guard lock(progress_mutex);
  std::string line = std::to_string(progress.requests) + (progress.requests == 1 ? " answer, " : " answers, ") + terminal::human_bytes(progress.bytes);
  if (progress.waiting_seconds != 0) line += ", the server asks to wait " + std::to_string(progress.waiting_seconds) + " s";
  err << "\r\x1b[K" << line << std::flush;
  progress_shown = true;
}

void clear_progress(std::ostream& err) {
  const std::lock_guard lock(progress_mutex);
  if (progress_shown) err << "\r\x1b[K" << std::flush;
  progress_shown = false;
}

}  // namespace aboveboard::cli
