// Hub: a server with the Hub's REST interface (repositories of models and datasets, files by revision), read without downloading weights.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/http.h"
#include "net/response_cache.h"
#include "source/hub/target.h"
#include "source/source.h"

namespace aboveboard {

struct HubOptions {
  std::string endpoint = "https://huggingface.co";  // scheme, host and port; $HF_ENDPOINT
  std::string token;          // sent to the endpoint's own origin only; "" for none
  bool offline = false;       // no request: what the cache holds, or an error
  std::string cache_folder;   // "" for none
  std::uint64_t cache_bytes = 2ull << 30;
};

class HubSession;

class Hub {
 public:
  // The client is made when the first request is: it costs nothing before.
  Hub(HubOptions options, std::function<std::unique_ptr<HttpClient>()> connect);
  ~Hub();

  const HubOptions& options() const;
  // One information call (or none, where the cache has the answer for a commit); no file is read yet. NotFound, Denied, Unavailable, Malformed, Canceled.
  Result<std::unique_ptr<Source>> open(const HubTarget& target, std::string location, std::string name, Diagnostics& notes);

 private:
  std::shared_ptr<HubSession> session_;  // shared with the sources that were opened
};

}  // namespace aboveboard
