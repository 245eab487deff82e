// HubSession: what all repositories of one hub share: the client, the cache of answers, and how URLs are put together. Internal to this folder; safe to use from several threads.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "net/http.h"
#include "net/response_cache.h"
#include "source/hub/hub.h"

namespace aboveboard {

class HubSession {
 public:
  HubSession(HubOptions options, std::function<std::unique_ptr<HttpClient>()> connect);

  const HubOptions& options() const { return options_; }  // the endpoint without '/' at its end
  // Sends the token where `request.url` is below the endpoint. Unsupported where there can be no client; else as HttpClient says. Never called offline.
  Result<HttpResponse> get(HttpRequest request);

  std::string info_url(const HubTarget& target) const;
  // By commit, so that all files are of one state.
  std::string file_url(const HubTarget& target, std::string_view commit, std::string_view path) const;

  std::optional<CachedResponse> recall(std::string_view key);
  void keep(std::string_view key, const CachedResponse& response);
  // What a hub shows to whoever has the token, it may not show to others: this stands in keys for the token, which it does not tell.
  const std::string& token_mark() const;

 private:
  HubOptions options_;
  std::function<std::unique_ptr<HttpClient>()> connect_;
  mutable std::once_flag marking_;
  mutable std::string token_mark_;  // made when it is first asked for: a session that asks nothing costs no digest
  std::mutex connecting_;
  std::unique_ptr<HttpClient> client_;
  ResponseCache cache_;
};

}  // namespace aboveboard
