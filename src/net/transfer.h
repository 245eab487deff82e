// Transfer: one request to one URL, and what came of it. No redirects, no second attempts.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "net/headers.h"
#include "net/http.h"
#include "net/url.h"

namespace aboveboard {

struct CurlLibrary;

// What to ask for. All that is pointed to outlives the transfer.
struct TransferOrder {
  const HttpRequest* request = nullptr;
  const HttpOptions* options = nullptr;
  Url url;
  bool at_home = true;               // still the origin of request->url: the token may go along
  std::optional<ByteRange> rest;     // of a body that was cut off; asked for instead of request->range
  std::string if_range;              // its ETag
  std::atomic<std::uint64_t>* bytes = nullptr;  // counts up as bodies come in
};

enum class Ending {
  Answered,  // there is a response, whole as far as it was wanted
  CutOff,    // another attempt may do better; `response` holds what came, status 0 for nothing
  Failed,    // another attempt would end alike
  Untrusted, // the server's certificate was refused
  Canceled,
};

struct TransferOutcome {
  Ending ending = Ending::Failed;
  HttpResponse response;
  std::optional<std::uint64_t> wanted;  // bytes that the body should have, where the server said so
  Error error;                          // of CutOff and Failed; its message does not name the URL
};

class Transfer {
 public:
  Transfer(const CurlLibrary& curl, TransferOrder order);
  ~Transfer();
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // The easy handle; nullptr where curl refused the order.
  void* handle() const { return easy_; }
  // The engine says how it ended: a CURLcode.
  void finish(int code);
  void cancel();
  TransferOutcome& outcome() { return outcome_; }
  // Since the last bytes came; zero where none came yet, since it may still stand in a queue.
  std::chrono::steady_clock::duration silence(std::chrono::steady_clock::time_point now) const;

 private:
  bool set_up();
  bool set_connection();
  bool set_fields();
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  bool take_header(std::string_view line);
  bool take_body(std::string_view bytes);
  bool head_is_whole();
  bool judge_part();
  bool judge_whole();
  bool refuse(ErrorKind kind, std::string message);
  void judge_failure(int code);

  const CurlLibrary& curl_;
  TransferOrder order_;
  void* easy_ = nullptr;
  void* fields_ = nullptr;    // curl_slist
  std::chrono::steady_clock::time_point last_bytes_ = {};
  HeaderCollector head_;
  TransferOutcome outcome_;
  std::uint64_t keep_ = 0;    // bytes of the body that are taken
  bool may_stop_ = false;     // more than these is no error: the transfer is ended
  bool stopped_ = false;
  bool refused_ = false;      // by us; outcome_.error says why
};

}  // namespace aboveboard
