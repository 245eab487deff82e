#include "net/transfer.h"

#include <curl/curl.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "net/curl_library.h"

namespace aboveboard {
namespace {

constexpr std::size_t kReserved = 1u << 20;  // bytes that a claimed length may set aside

// Fields that are for the origin of the first URL alone, whoever wrote them.
bool is_secret_field(std::string_view name) {
  return equals_ignoring_case(name, "authorization") || equals_ignoring_case(name, "cookie") || equals_ignoring_case(name, "proxy-authorization");
}

// What curl says of a single line that is longer than it takes: the name is newer than some curls.
constexpr int kCurlTooLarge = 100;

std::string header_too_large() {
  return "the header of the server's answer is larger than " + std::to_string(limits::kHttpHeaderBytes) + " bytes or " + std::to_string(limits::kHttpHeaders) + " lines";
}

bool is_success(int status) { return status >= 200 && status < 300; }

}  // namespace

Transfer::Transfer(const CurlLibrary& curl, TransferOrder order) : curl_(curl), order_(std::move(order)), easy_(curl.easy_init()) {
  if (easy_ == nullptr || !set_up()) {
    outcome_.error = {ErrorKind::Unsupported, "libcurl on this machine lacks what a safe request takes", {}};
    if (easy_ != nullptr) curl_.easy_cleanup(std::exchange(easy_, nullptr));
  }
}

Transfer::~Transfer() {
  if (easy_ != nullptr) curl_.easy_cleanup(easy_);
  curl_.slist_free_all(static_cast<curl_slist*>(fields_));
}

bool Transfer::set_up() {
  const auto set = [this](CURLoption option, auto value) { return curl_.easy_setopt(easy_, option, value) == CURLE_OK; };
  set(CURLOPT_QUICK_EXIT, 1L);       // a name server that does not answer holds up nobody who cancels; since 7.87
  set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);  // what a proxy says is not the answer
  set(CURLOPT_HTTP09_ALLOWED, 0L);
  const std::string url = to_string(order_.url);
  return set(CURLOPT_URL, url.c_str()) && set(CURLOPT_PROTOCOLS, static_cast<long>(CURLPROTO_HTTP | CURLPROTO_HTTPS)) && set(CURLOPT_PATH_AS_IS, 1L) &&
         set(CURLOPT_HTTPGET, 1L) && set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED)) &&
         set(CURLOPT_NOSIGNAL, 1L) && set(CURLOPT_NOPROGRESS, 1L) && set(CURLOPT_HEADERFUNCTION, &Transfer::on_header) && set(CURLOPT_HEADERDATA, this) &&
         set(CURLOPT_WRITEFUNCTION, &Transfer::on_body) && set(CURLOPT_WRITEDATA, this) && set_connection() && set_fields();
}

bool Transfer::set_connection() {
  const auto set = [this](CURLoption option, auto value) { return curl_.easy_setopt(easy_, option, value) == CURLE_OK; };
  const HttpOptions& options = *order_.options;
  const bool secure = order_.url.scheme == "https";
  // HTTP/2 needs TLS here. Waiting for a connection that may take many requests pays only there.
  if (!set(CURLOPT_HTTP_VERSION, static_cast<long>(secure ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1))) set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(CURLOPT_PIPEWAIT, secure ? 1L : 0L);
  set(CURLOPT_TCP_NODELAY, 1L);
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  set(CURLOPT_BUFFERSIZE, 128L << 10);
  if (!options.ca_file.empty() && (!set(CURLOPT_CAINFO, options.ca_file.c_str()) || !set(CURLOPT_CAPATH, static_cast<const char*>(nullptr)))) return false;
  // Set even where it is empty: curl would read the environment else.
  const std::string& proxy = secure ? options.https_proxy : options.http_proxy;
  return set(CURLOPT_SSL_VERIFYPEER, 1L) && set(CURLOPT_SSL_VERIFYHOST, 2L) && set(CURLOPT_PROXY, proxy.c_str()) && set(CURLOPT_NOPROXY, options.no_proxy.c_str()) &&
         set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(options.connect_seconds)) && set(CURLOPT_LOW_SPEED_LIMIT, 1L) &&
         set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_seconds)) && set(CURLOPT_TIMEOUT, limits::kHttpAttemptSeconds);
}

bool Transfer::set_fields() {
  const HttpRequest& request = *order_.request;
  bool good = true;
  const auto add = [this, &good](const std::string& field) {
    curl_slist* longer = curl_.slist_append(static_cast<curl_slist*>(fields_), field.c_str());
    if (longer == nullptr) good = false;
    else fields_ = longer;
  };
  for (const auto& [name, value] : request.headers) {
    if (order_.at_home || !is_secret_field(name)) add(value.empty() ? name + ";" : name + ": " + value);
  }
  if (order_.at_home && !request.token.empty()) add("Authorization: Bearer " + request.token);
  if (!order_.options->user_agent.empty()) add("User-Agent: " + order_.options->user_agent);
  if (const std::optional<ByteRange> range = order_.rest ? order_.rest : request.range) {
    add("Range: bytes=" + std::to_string(range->begin) + "-" + std::to_string(range->begin + range->length - 1));
  }
  if (!order_.if_range.empty()) add("If-Range: " + order_.if_range);
  if (!request.compressed) add("Accept-Encoding: identity");
  const auto set = [this](CURLoption option, auto value) { return curl_.easy_setopt(easy_, option, value) == CURLE_OK; };
  if (request.compressed && !set(CURLOPT_ACCEPT_ENCODING, curl_.brotli ? "gzip, br" : "gzip")) return false;
  // Separate: what is for the server does not go to a proxy that is asked to connect.
  return good && set(CURLOPT_HEADEROPT, static_cast<long>(CURLHEADER_SEPARATE)) && set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(fields_));
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->take_header({data, size * count}) ? size * count : 0;
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  return static_cast<Transfer*>(self)->take_body({data, size * count}) ? size * count : 0;
}

bool Transfer::refuse(ErrorKind kind, std::string message) {
  refused_ = true;
  outcome_.error = {kind, std::move(message), {}};
  return false;
}

bool Transfer::take_header(std::string_view line) {
  last_bytes_ = std::chrono::steady_clock::now();
  if (head_.state() == HeaderCollector::State::Whole) return true;  // fields behind the body
  switch (head_.take(line)) {
    case HeaderCollector::State::Open:
      return true;
    case HeaderCollector::State::Whole:
      return head_is_whole();
    case HeaderCollector::State::TooMuch:
      return refuse(ErrorKind::Malformed, header_too_large());
    case HeaderCollector::State::Malformed:
      break;
  }
  return refuse(ErrorKind::Malformed, "the server's answer is no HTTP");
}

// Decides, before any byte of the body, how much of it there may be.
bool Transfer::head_is_whole() {
  HttpResponse& response = outcome_.response;
  response.status = head_.status();
  response.headers = std::move(head_.fields());
  const BodyLength length = body_length(response.headers);
  if (!length.valid) return refuse(ErrorKind::Malformed, "the server contradicts itself about the length of its answer");
  outcome_.wanted = length.bytes;
  if (!is_success(response.status)) {
    keep_ = limits::kHttpErrorBytes;
    may_stop_ = true;
    return true;
  }
  const std::string encoding = to_lower(header_value(response.headers, "content-encoding"));
  const bool plain = encoding.empty() || encoding == "identity";
  const bool asked_for = order_.request->compressed && (encoding == "gzip" || encoding == "x-gzip" || encoding == "br");
  if (!plain && !asked_for) return refuse(ErrorKind::Malformed, "the server compresses its answer in a way that was not asked for");
  if (!(response.status == 206 ? judge_part() : judge_whole())) return false;
  if (!plain) outcome_.wanted.reset();  // the length is that of the compressed bytes
  else if (outcome_.wanted) response.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>({*outcome_.wanted, keep_, kReserved})));
  return true;
}

bool Transfer::judge_part() {
  const std::optional<ByteRange> asked = order_.rest ? order_.rest : order_.request->range;
  const std::optional<ContentRange> given = parse_content_range(header_value(outcome_.response.headers, "content-range"));
  if (!asked) return refuse(ErrorKind::Malformed, "the server gives a part of the file though all of it was asked for");
  if (!given) return refuse(ErrorKind::Malformed, "the server does not say which part of the file it gives");
  if (given->begin != asked->begin || given->length != std::min(asked->length, given->total - given->begin)) {
    return refuse(ErrorKind::Malformed, "the server gives another part of the file than was asked for");
  }
  if (outcome_.wanted && *outcome_.wanted != given->length) return refuse(ErrorKind::Malformed, "the server contradicts itself about the length of its answer");
  outcome_.wanted = given->length;
  outcome_.response.total = given->total;
  keep_ = given->length;
  return true;
}

// A server may give all of a file though a part was asked for: of use where the part is its beginning.
bool Transfer::judge_whole() {
  const HttpRequest& request = *order_.request;
  if (request.range) {
    if (request.range->begin != 0) return refuse(ErrorKind::Malformed, "the server ignores that a part of the file was asked for");
    keep_ = request.range->length;
    may_stop_ = true;
    if (outcome_.wanted && *outcome_.wanted > keep_) outcome_.wanted = keep_;
    return true;
  }
  keep_ = request.max_bytes;
  if (outcome_.wanted && *outcome_.wanted > keep_) {
    return refuse(ErrorKind::LimitReached, "the answer has " + std::to_string(*outcome_.wanted) + " bytes; no more than " + std::to_string(keep_) + " are read");
  }
  return true;
}

bool Transfer::take_body(std::string_view bytes) {
  last_bytes_ = std::chrono::steady_clock::now();
  std::string& body = outcome_.response.body;
  const std::string_view taken = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), keep_ - body.size())));
  body += taken;
  if (order_.bytes != nullptr) *order_.bytes += taken.size();
  if (may_stop_) {
    // Where the body ends here anyway, the connection may serve again.
    stopped_ = body.size() == keep_ && (taken.size() < bytes.size() || body_length(outcome_.response.headers).bytes != keep_);
    return !stopped_;
  }
  if (taken.size() == bytes.size()) return true;
  if (outcome_.response.status == 206) return refuse(ErrorKind::Malformed, "the server gives more bytes than it says");
  return refuse(ErrorKind::LimitReached, "the answer is longer than " + std::to_string(keep_) + " bytes; no more are read");
}

std::chrono::steady_clock::duration Transfer::silence(std::chrono::steady_clock::time_point now) const {
  return last_bytes_ == std::chrono::steady_clock::time_point() ? std::chrono::steady_clock::duration::zero() : now - last_bytes_;
}

void Transfer::cancel() {
  outcome_.ending = Ending::Canceled;
  outcome_.error = {ErrorKind::Canceled, "canceled", {}};
}

void Transfer::finish(int code) {
  HttpResponse& response = outcome_.response;
  response.url = to_string(order_.url);
  if (refused_) {
    outcome_.ending = Ending::Failed;
  } else if (stopped_ || (response.status != 0 && !is_success(response.status))) {
    outcome_.ending = Ending::Answered;  // what a refusal says in full is not worth another attempt
  } else if (code != CURLE_OK) {
    judge_failure(code);
  } else if (response.status == 0 || (outcome_.wanted && response.body.size() < *outcome_.wanted)) {
    outcome_.ending = Ending::CutOff;
    outcome_.error = {ErrorKind::Unavailable, "the server broke off in the middle of its answer", {}};
  } else {
    outcome_.ending = Ending::Answered;
  }
}

void Transfer::judge_failure(int code) {
  const auto end = [this](Ending ending, ErrorKind kind, std::string message) {
    outcome_.ending = ending;
    outcome_.error = {kind, std::move(message), {}};
  };
  const bool begun = outcome_.response.status != 0;
  long proxy_status = 0;
  curl_.easy_getinfo(easy_, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  if (proxy_status >= 300) return end(Ending::Failed, ErrorKind::Unavailable, "the proxy does not connect: it answers " + std::to_string(proxy_status));
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return end(Ending::Failed, ErrorKind::Unavailable, "no name server knows the server's name, or this machine has no network");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return end(Ending::Failed, ErrorKind::Unavailable, "no name server knows the proxy's name");
    case CURLE_PEER_FAILED_VERIFICATION:
      return end(Ending::Untrusted, ErrorKind::Unavailable, "the server's certificate is not one that this machine trusts");
    case CURLE_SSL_CACERT_BADFILE:
      return end(Ending::Failed, ErrorKind::Unavailable, "the file with the certificates of authorities cannot be read");
    case CURLE_COULDNT_CONNECT:
      return end(Ending::CutOff, ErrorKind::Unavailable, "no connection to the server could be made");
    case CURLE_SSL_CONNECT_ERROR:
      return end(Ending::CutOff, ErrorKind::Unavailable, "no secure connection to the server could be made");
    case CURLE_OPERATION_TIMEDOUT:
      return end(Ending::CutOff, ErrorKind::Unavailable, begun ? "the server fell silent in the middle of its answer" : "the server does not answer in time");
    case CURLE_OUT_OF_MEMORY:
    case kCurlTooLarge:
      return begun ? end(Ending::Failed, ErrorKind::LimitReached, "libcurl has no memory left") : end(Ending::Failed, ErrorKind::Malformed, header_too_large());
    case CURLE_BAD_CONTENT_ENCODING:
      return end(Ending::Failed, ErrorKind::Malformed, "the server's compressed answer is broken");
    case CURLE_UNSUPPORTED_PROTOCOL:  // what HTTP/0.9 looks like
    case CURLE_WEIRD_SERVER_REPLY:
      return end(Ending::Failed, ErrorKind::Malformed, "the server's answer is no HTTP");
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return end(Ending::CutOff, ErrorKind::Unavailable, begun ? "the server broke off in the middle of its answer" : "the server broke the connection off");
    default:
      return end(Ending::Failed, ErrorKind::Unavailable, std::string("the request failed: ") + curl_.easy_strerror(static_cast<CURLcode>(code)));
  }
}

}  // namespace aboveboard
