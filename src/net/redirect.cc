#include "net/redirect.h"

#include <algorithm>

#include "base/limits.h"

namespace aboveboard {

Result<Url> redirect_target(const std::vector<Url>& way, std::string_view location) {
  const Url& here = way.back();
  const std::optional<Url> next = resolve_url(here, location);
  if (!next) return fail(ErrorKind::Unavailable, "the server redirects to something that is no address of a file");
  if (here.scheme == "https" && next->scheme == "http") return fail(ErrorKind::Unavailable, "the server redirects from https to http, where anybody could change what is sent");
  if (way.size() > limits::kHttpRedirects) return fail(ErrorKind::Unavailable, "the server redirects more than " + std::to_string(limits::kHttpRedirects) + " times");
  const bool circle = std::any_of(way.begin(), way.end(), [&next](const Url& url) { return url == *next; });
  if (circle) return fail(ErrorKind::Unavailable, "the server's redirects lead round in a circle");
  return *next;
}

}  // namespace aboveboard
