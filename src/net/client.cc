// HttpClient over libcurl: redirects, further attempts, and bodies that are put together from what several of them brought.
#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <utility>

#include "net/curl_library.h"
#include "net/engine.h"
#include "net/headers.h"
#include "net/http.h"
#include "net/redirect.h"
#include "net/transfer.h"
#include "net/url.h"

namespace aboveboard {
namespace {

bool is_redirect(int status) { return status == 301 || status == 302 || status == 303 || status == 307 || status == 308; }

bool is_worth_another(int status) {
  return status == 408 || status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// A body that was cut off, and what it takes to go on with it.
struct Partial {
  HttpResponse response;
  std::uint64_t begin = 0;   // of the body in the file
  std::uint64_t wanted = 0;  // bytes of the body once it is whole
  std::uint64_t total = 0;   // of the file
  std::string etag;

  ByteRange rest() const { return {begin + response.body.size(), wanted - response.body.size()}; }
};

// Only under a strong ETag it is certain that the next bytes are of the same file.
std::optional<Partial> partial_of(const HttpRequest& request, TransferOutcome& outcome) {
  HttpResponse& response = outcome.response;
  const std::string_view etag = response.header("etag");
  const std::optional<std::uint64_t> length = body_length(response.headers).bytes;
  if ((response.status != 200 && response.status != 206) || response.body.empty() || !outcome.wanted || !length || !is_strong_etag(etag)) return std::nullopt;
  const bool part = response.status == 206;
  Partial partial{{}, part ? request.range->begin : 0, *outcome.wanted, part ? response.total : *length, std::string(etag)};
  if (response.body.size() >= partial.wanted) return std::nullopt;
  partial.response = std::move(response);
  return partial;
}

class CurlClient final : public HttpClient {
 public:
  CurlClient(const CurlLibrary& curl, HttpOptions options) : curl_(curl), options_(std::move(options)), engine_(curl_, options_) {}

  Result<HttpResponse> get(const HttpRequest& request) override;
  HttpProgress spent() const override { return engine_.spent(); }

 private:
  TransferOutcome walk(const HttpRequest& request, const Url& first, const std::optional<Partial>& partial);
  bool wait(std::uint32_t attempt, std::optional<std::uint64_t> asked);

  const CurlLibrary& curl_;
  const HttpOptions options_;
  Engine engine_;
};

Status check(const HttpRequest& request) {
  const auto bad = [&request](std::string what) { return fail(ErrorKind::Usage, shown_url(request.url) + ": " + std::move(what)); };
  if (has_control(request.token)) return bad("the token holds a line break or another control character");
  for (const auto& [name, value] : request.headers) {
    if (name.empty() || name.find_first_of(": ") != std::string::npos || has_control(name) || has_control(value)) return bad("a header field cannot be sent");
  }
  if (!request.range) return {};
  if (request.compressed) return bad("a part of a file cannot be asked for in compressed form");
  const bool overflows = request.range->length > ~std::uint64_t{0} - request.range->begin;
  if (request.range->length == 0 || overflows) return bad("this part of a file cannot be asked for");
  return {};
}

// One attempt, through whatever redirects. The token stays at the first origin: once a redirect has left it, nobody gets it, not even that origin again,
// since another has chosen what is asked there.
TransferOutcome CurlClient::walk(const HttpRequest& request, const Url& first, const std::optional<Partial>& partial) {
  TransferOrder order{&request, &options_, first, true, {}, {}, &engine_.bytes()};
  if (partial) {
    order.rest = partial->rest();
    order.if_range = partial->etag;
  }
  std::optional<HeaderFields> first_headers;
  std::vector<Url> way = {first};
  for (;;) {
    Transfer transfer(curl_, order);
    engine_.run(transfer);
    TransferOutcome outcome = std::move(transfer.outcome());
    HttpResponse& response = outcome.response;
    if (!first_headers) first_headers = response.headers;
    const std::string_view location = response.header("location");
    if (outcome.ending != Ending::Answered || !is_redirect(response.status) || location.empty()) {
      response.first_headers = std::move(*first_headers);
      return outcome;
    }
    const Result<Url> next = redirect_target(way, location);
    if (!next) {
      outcome = {};
      outcome.error = next.error();
      return outcome;
    }
    way.push_back(*next);
    order.at_home = order.at_home && same_origin(first, *next);
    order.url = *next;
  }
}

// Puts what an attempt brought to what was there before. `partial` is then what there is to go on with.
void join(const HttpRequest& request, std::optional<Partial>& partial, TransferOutcome& outcome) {
  const auto start_anew = [&](std::string why) {
    partial.reset();
    outcome = {};
    outcome.ending = Ending::CutOff;
    outcome.error = {ErrorKind::Unavailable, std::move(why), {}};
  };
  HttpResponse& response = outcome.response;
  if (!partial) {
    if (outcome.ending == Ending::CutOff) partial = partial_of(request, outcome);
    return;
  }
  if (outcome.ending == Ending::Answered && response.status == 416) return start_anew("the server does not go on with an answer that was cut off");
  if (outcome.ending == Ending::Failed && outcome.error.kind == ErrorKind::Malformed) return start_anew(std::move(outcome.error.message));
  if (outcome.ending != Ending::Answered && outcome.ending != Ending::CutOff) return;
  if (response.status == 200) {  // from the beginning on
    partial.reset();
    if (outcome.ending == Ending::CutOff) partial = partial_of(request, outcome);
    return;
  }
  if (response.status != 206) return;
  if (response.total != partial->total || response.header("etag") != partial->etag) return start_anew("the file changed on the server while it was read");
  partial->response.body += response.body;
  if (outcome.ending == Ending::CutOff) return;
  response = std::move(partial->response);
  partial.reset();
}

bool CurlClient::wait(std::uint32_t attempt, std::optional<std::uint64_t> asked) {
  const std::uint64_t longest = std::uint64_t{options_.longest_wait_seconds} * 1000;
  const std::uint64_t backoff = std::min(std::uint64_t{options_.backoff_milliseconds} << std::min(attempt - 1, 20u), longest);
  const std::uint64_t milliseconds = std::max(backoff, asked.value_or(0) * 1000);
  return engine_.wait(std::chrono::milliseconds(milliseconds), asked.has_value());
}

Result<HttpResponse> CurlClient::get(const HttpRequest& request) {
  ABOVEBOARD_TRY(check(request));
  const std::optional<Url> url = parse_url(request.url);
  if (!url) return fail(ErrorKind::Usage, shown_url(request.url) + ": this is no URL of an http or https server (one with a user name in it is not taken)");
  std::optional<Partial> partial;
  for (std::uint32_t attempt = 1;; ++attempt) {
    TransferOutcome outcome = walk(request, *url, partial);
    join(request, partial, outcome);
    const bool answered = outcome.ending == Ending::Answered;
    // Of several handshakes at once one was seen to be refused by chance (libcurl 7.88, OpenSSL 3.0): what is refused twice is refused.
    const bool refused_first = outcome.ending == Ending::Untrusted && attempt == 1;
    const bool again = answered ? is_worth_another(outcome.response.status) : outcome.ending == Ending::CutOff || refused_first;
    const std::optional<std::uint64_t> asked = answered && again ? seconds_to_wait(outcome.response, std::time(nullptr)) : std::nullopt;
    const bool enough = !again || attempt >= options_.attempts || (asked && *asked > options_.longest_wait_seconds);
    if (enough && answered) return std::move(outcome.response);
    if (!enough && wait(attempt, asked)) continue;
    if (!enough) outcome.error = {ErrorKind::Canceled, "canceled", {}};
    return fail(outcome.error.kind, shown_url(request.url) + ": " + outcome.error.message);
  }
}

}  // namespace

Result<std::unique_ptr<HttpClient>> make_http_client(HttpOptions options) {
  const Result<CurlLibrary>& curl = curl_library();
  if (!curl) return fail(curl.error());
  return std::make_unique<CurlClient>(*curl, std::move(options));
}

}  // namespace aboveboard
