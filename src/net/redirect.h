// Where a redirect may lead.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/url.h"

namespace aboveboard {

// The URL that `location`, told by the server at the end of `way`, leads to. Unavailable where it is none, was on the way already, is one too many
// (limits::kHttpRedirects), or leaves https for http.
Result<Url> redirect_target(const std::vector<Url>& way, std::string_view location);

}  // namespace aboveboard
