// HTTP: requests to one or two hosts, many at once, with retries, redirects and limits. What is said with them is not known here.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace aboveboard {

struct ByteRange {
  std::uint64_t begin = 0;
  std::uint64_t length = 0;  // at least 1
};

struct HttpRequest {
  std::string url;                                            // http or https, percent-encoded
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string token = {};           // bearer token; goes to the origin (scheme, host, port) of `url` only, through whatever redirects
  std::optional<ByteRange> range = {};
  std::uint64_t max_bytes = 0;      // of the body, after decoding; more is LimitReached. With a range, its length is the limit
  bool compressed = false;          // the server may compress the body; never with a range
};

struct HttpResponse {
  int status = 0;                                             // after redirects: 200, 206, 304, 404 ...
  std::vector<std::pair<std::string, std::string>> headers;   // names in lower case; of the last response
  std::vector<std::pair<std::string, std::string>> first_headers;  // of the response to `url` itself, where it redirected; else the same as headers
  std::string body;
  std::string url;                                            // that answered in the end
  std::uint64_t total = 0;                                    // with 206: size of the whole file, as Content-Range says

  // "" where there is no such header. `name` in lower case.
  std::string_view header(std::string_view name) const;
  std::string_view first_header(std::string_view name) const;
};

struct HttpProgress {
  std::uint64_t requests = 0;  // answered
  std::uint64_t bytes = 0;     // of bodies
  std::uint64_t waiting_seconds = 0;  // a server asked to wait this long; 0 while it goes on
};

struct HttpOptions {
  std::string user_agent;
  std::string http_proxy, https_proxy, no_proxy;  // as curl reads them; "" for none
  std::string ca_file;                            // certificates of authorities in PEM; "" for the system's
  std::uint32_t connections = 8;                  // to one host, where it speaks HTTP/1.1
  std::uint32_t connect_seconds = 10;
  std::uint32_t stall_seconds = 20;               // without a byte
  std::uint32_t attempts = 5;
  std::uint32_t backoff_milliseconds = 500;       // before the second attempt; doubled for each further one
  std::uint32_t longest_wait_seconds = 60;        // where a server asks for more, its answer is returned as it is
  std::function<bool()> canceled = {};            // asked often, from another thread
  std::function<void(const HttpProgress&)> progress = {};  // told often, from another thread
};

// Blocks until the answer is there; may be called from many threads at once, whose requests then run side by side.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // A response of any status is a value, once retries are used up: who asked knows what it means. Errors are Unavailable (no connection, TLS, stalls, cut off again and
  // again, redirects that loop or lead from https to http), LimitReached, Malformed (an answer that is no HTTP, or ignores the range), Canceled. Retried: 408, 429, 500,
  // 502, 503, 504 and broken connections; a body that was cut off is continued where it ended. A request with a range that is answered by 200 is stopped after the bytes that it
  // asked for where the range begins at 0, and fails else. No message holds a token or a signed query.
  virtual Result<HttpResponse> get(const HttpRequest& request) = 0;
  // What was done so far.
  virtual HttpProgress spent() const = 0;
};

// Loads libcurl; Unsupported where this machine has none.
Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options);

// What to do after a response of one of the retried statuses: seconds to wait by Retry-After (seconds or a date; `now` in seconds since 1970) and RateLimit ("api";r=0;t=55).
std::optional<std::uint64_t> seconds_to_wait(const HttpResponse& response, std::int64_t now);

// "https://user:secret@host/path?signature" as it may be shown: scheme, host and path.
std::string shown_url(std::string_view url);

}  // namespace aboveboard
