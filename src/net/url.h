// URLs of http and https servers (RFC 3986), as far as requests and redirects need them: taken apart, resolved, compared, encoded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aboveboard {

struct Url {
  std::string scheme;      // "http" or "https"
  std::string host;        // lower case; an IPv6 address stands in brackets
  std::uint16_t port = 0;  // the scheme's own where none is written
  std::string path;        // begins with '/', without "." and ".." segments
  std::string query;       // with its '?'; "" for none

  bool operator==(const Url&) const = default;
};

// Nothing where `text` is no absolute http or https URL of a plain host: one with a user name, a backslash or control characters in it is none. What other programs
// might read differently is not read at all, since the host decides where a token goes. Characters of path and query that may not stand there (spaces, other
// alphabets) are percent-encoded; a fragment is dropped.
std::optional<Url> parse_url(std::string_view text);

// What `reference` (the Location of a redirect, a Link) means at `base`: RFC 3986, 5.2.2.
std::optional<Url> resolve_url(const Url& base, std::string_view reference);

// As it is requested; the port where it is not the scheme's own.
std::string to_string(const Url& url);

// The same scheme, host and port (RFC 6454, 5).
bool same_origin(const Url& a, const Url& b);

// `text` with all bytes but letters, digits and "-._~" percent-encoded (RFC 3986, 2.3); `keep_slash`: it is a path, and its '/' stay.
std::string percent_encode(std::string_view text, bool keep_slash);

}  // namespace aboveboard
