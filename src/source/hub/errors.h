// What a hub means by its refusals: statuses and X-Error-Code as errors with a sentence. Internal to this folder.
#pragma once

#include <string>

#include "base/result.h"
#include "net/http.h"

namespace aboveboard {

struct HubQuestion {
  std::string repository;  // as the user wrote it, without what may be secret
  std::string revision;    // that was asked for; "" for the default branch
  std::string path;        // of a file; "" for the information about the repository
  bool token = false;      // one was sent
};

// `response` has a status that is no answer. Tells missing, gated, disabled and the like apart where the hub does, and says where it does not. What the hub itself says in words is left
// out: it may be anything, our token too.
Error hub_error(const HttpResponse& response, const HubQuestion& question);

// Nothing may be asked, and the cache does not have it.
Error offline_error(const HubQuestion& question);

// Is it about the repository as a whole, so that its other files need not be asked for?
bool concerns_all_files(const HttpResponse& response);

}  // namespace aboveboard
