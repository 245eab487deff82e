#include "net/engine.h"

#include <curl/curl.h>
#include <signal.h>

#include <algorithm>
#include <system_error>

#include "net/curl_library.h"

namespace aboveboard {
namespace {

constexpr std::chrono::milliseconds kTick(40);  // how often it is asked whether to go on, and said how far it is, while somebody waits
constexpr std::chrono::hours kIdle(1);

// Signals are for the other threads. A peer that closes its end must not end the process, either: with CURLOPT_NOSIGNAL curl leaves SIGPIPE to us.
void block_signals() {
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

}  // namespace

Engine::~Engine() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    curl_.multi_wakeup(multi_);
  }
  thread_.join();
}

// Called with the mutex held.
bool Engine::start() {
  if (started_) return multi_ != nullptr;
  started_ = true;
  multi_ = curl_.multi_init();
  if (multi_ == nullptr) return false;
  curl_.multi_setopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  curl_.multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, static_cast<long>(options_.connections));
  try {
    thread_ = std::thread([this] { loop(); });
  } catch (const std::system_error&) {  // the system gives no more threads
    curl_.multi_cleanup(multi_);
    multi_ = nullptr;
  }
  return multi_ != nullptr;
}

void Engine::run(Transfer& transfer) {
  if (transfer.handle() == nullptr) return;  // it says why itself
  Guest guest;
  guest.transfer = &transfer;
  std::unique_lock lock(mutex_);
  if (!start()) return transfer.finish(CURLE_FAILED_INIT);
  queue_.push_back(&guest);
  curl_.multi_wakeup(multi_);
  guest.wake.wait(lock, [&guest] { return guest.done; });
}

bool Engine::wait(std::chrono::milliseconds time, bool asked) {
  Guest guest;
  guest.until = Clock::now() + time;
  guest.asked = asked;
  std::unique_lock lock(mutex_);
  if (!start()) return false;
  waiting_.push_back(&guest);
  curl_.multi_wakeup(multi_);
  guest.wake.wait_until(lock, guest.until, [&guest] { return guest.done; });
  std::erase(waiting_, &guest);
  return !guest.canceled;
}

HttpProgress Engine::spent() const { return {requests_, bytes_, 0}; }

// Lets somebody in run() go on. The mutex is held, so that the guest is still there when it is woken.
void Engine::leave(Guest& guest) {
  guest.done = true;
  guest.wake.notify_one();
}

void Engine::take_new() {
  std::vector<Guest*> arrived;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(queue_);
  }
  for (Guest* guest : arrived) {
    if (curl_.multi_add_handle(multi_, guest->transfer->handle()) == CURLM_OK) {
      active_.push_back(guest);
      continue;
    }
    guest->transfer->finish(CURLE_FAILED_INIT);
    const std::lock_guard lock(mutex_);
    leave(*guest);
  }
}

void Engine::end_finished() {
  std::vector<std::pair<Guest*, int>> ended;
  int left = 0;
  while (const CURLMsg* message = curl_.multi_info_read(multi_, &left)) {
    const auto found = std::find_if(active_.begin(), active_.end(), [message](const Guest* guest) { return guest->transfer->handle() == message->easy_handle; });
    if (message->msg == CURLMSG_DONE && found != active_.end()) ended.emplace_back(*found, message->data.result);
  }
  end_with(ended);
}

// curl takes the mean of several seconds for a transfer's speed, and so notices late that nothing comes any more.
void Engine::end_silent() {
  const Clock::time_point now = Clock::now();
  std::vector<std::pair<Guest*, int>> ended;
  for (Guest* guest : active_) {
    if (guest->transfer->silence(now) > std::chrono::seconds(options_.stall_seconds)) ended.emplace_back(guest, CURLE_OPERATION_TIMEDOUT);
  }
  end_with(ended);
}

void Engine::end_with(const std::vector<std::pair<Guest*, int>>& ended) {
  if (ended.empty()) return;
  for (const auto& [guest, code] : ended) {
    curl_.multi_remove_handle(multi_, guest->transfer->handle());
    guest->transfer->finish(code);
    if (guest->transfer->outcome().response.status != 0) ++requests_;
    std::erase(active_, guest);
  }
  tell();  // before whoever asked goes on, and may be done with all
  const std::lock_guard lock(mutex_);
  for (const auto& [guest, code] : ended) leave(*guest);
}

// Everything that is under way or waits is canceled.
void Engine::end_all() {
  take_new();
  for (Guest* guest : active_) {
    curl_.multi_remove_handle(multi_, guest->transfer->handle());
    guest->transfer->cancel();
  }
  const std::lock_guard lock(mutex_);
  for (Guest* guest : active_) leave(*guest);
  for (Guest* guest : waiting_) {
    guest->canceled = true;
    leave(*guest);
  }
  active_.clear();
}

void Engine::tell() {
  if (!options_.progress) return;
  told_at_ = Clock::now();
  HttpProgress now = spent();
  {
    const std::lock_guard lock(mutex_);
    for (const Guest* guest : waiting_) {
      const auto rest = guest->until - Clock::now();
      if (guest->asked && rest > Clock::duration::zero()) {
        now.waiting_seconds = std::max<std::uint64_t>(now.waiting_seconds, static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(rest).count()));
      }
    }
  }
  if (now.requests == told_.requests && now.bytes == told_.bytes && now.waiting_seconds == told_.waiting_seconds) return;
  told_ = now;
  options_.progress(now);
}

// How long until the loop must turn again, whatever the connections do.
std::chrono::milliseconds Engine::patience() const {
  const std::lock_guard lock(mutex_);
  if (!queue_.empty()) return {};
  return active_.empty() && waiting_.empty() ? std::chrono::milliseconds(kIdle) : kTick;
}

void Engine::loop() {
  block_signals();
  for (;;) {
    take_new();
    int running = 0;
    curl_.multi_perform(multi_, &running);
    end_finished();
    const std::chrono::milliseconds patient = patience();
    if (patient != kIdle) {
      end_silent();
      if (options_.canceled && options_.canceled()) end_all();
      if (Clock::now() - told_at_ >= kTick) tell();
    }
    {
      const std::lock_guard lock(mutex_);
      if (ending_) break;
    }
    curl_.multi_poll(multi_, nullptr, 0, static_cast<int>(patient.count()), nullptr);
  }
  end_all();
  curl_.multi_cleanup(multi_);
}

}  // namespace aboveboard
