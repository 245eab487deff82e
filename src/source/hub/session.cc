#include "source/hub/session.h"

#include <utility>

#include "base/digest.h"
#include "net/url.h"

namespace aboveboard {
namespace {

HubOptions tidied(HubOptions options) {
  while (options.endpoint.ends_with('/')) options.endpoint.pop_back();
  return options;
}

std::string mark_of(const std::string& token) {
  if (token.empty()) return "anonymous";
  MemorySource bytes(token);
  return digest_of(bytes, DigestKind::Sha256).value_or("unknown").substr(0, 32);
}

std::string_view plural_of(RepositoryKind kind) {
  return kind == RepositoryKind::Model ? "models" : kind == RepositoryKind::Dataset ? "datasets" : "spaces";
}

}  // namespace

HubSession::HubSession(HubOptions options, std::function<std::unique_ptr<HttpClient>()> connect)
    : options_(tidied(std::move(options))), connect_(std::move(connect)), cache_(options_.cache_folder, options_.cache_bytes) {}

Result<HttpResponse> HubSession::get(HttpRequest request) {
  HttpClient* client = nullptr;
  {
    const std::lock_guard lock(connecting_);
    if (!client_ && connect_) client_ = connect_();
    client = client_.get();
  }
  if (client == nullptr) return fail(ErrorKind::Unsupported, "no request can be made: the library for it (libcurl) is not on this machine");
  // The '/' ends the host and the port: nothing else begins like this.
  if (request.url.starts_with(options_.endpoint + "/")) request.token = options_.token;
  return client->get(request);
}

const std::string& HubSession::token_mark() const {
  std::call_once(marking_, [this] { token_mark_ = mark_of(options_.token); });
  return token_mark_;
}

std::string HubSession::info_url(const HubTarget& target) const {
  const std::string revision = target.revision.empty() ? "" : "/revision/" + percent_encode(target.revision, false);
  return options_.endpoint + "/api/" + std::string(plural_of(target.kind)) + "/" + target.id + revision + "?blobs=true";
}

std::string HubSession::file_url(const HubTarget& target, std::string_view commit, std::string_view path) const {
  return options_.endpoint + "/" + identity_of(target) + "/resolve/" + std::string(commit) + "/" + percent_encode(path, true);
}

std::optional<CachedResponse> HubSession::recall(std::string_view key) { return cache_.get(key); }

void HubSession::keep(std::string_view key, const CachedResponse& response) {
  cache_.put(key, response);
}

}  // namespace aboveboard
