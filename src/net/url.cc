#include "net/url.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "net/http.h"

namespace aboveboard {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void append_encoded(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 15];
}

// What may not stand in a path or a query is encoded; what is encoded already stays.
std::string allowed(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7f || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) {
      append_encoded(out, c);
    } else {
      out += c;
    }
  }
  return out;
}

bool is_host(std::string_view host) {
  if (host.starts_with('[')) {
    return host.size() > 3 && host.ends_with(']') &&
           std::all_of(host.begin() + 1, host.end() - 1, [](char c) { return is_hex(c) || c == ':' || c == '.'; });
  }
  return !host.empty() && host.size() <= 253 &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; });
}

// "host", "host:", "host:8080", "[::1]:8080"
bool read_authority(std::string_view text, Url& url) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = text.find(':', bracket);
  const std::string_view host = text.substr(0, colon);
  if (!is_host(host)) return false;
  url.host = to_lower(host);
  url.port = url.scheme == "https" ? 443 : 80;
  if (colon == std::string_view::npos || colon + 1 == text.size()) return true;
  const std::string_view port = text.substr(colon + 1);
  const auto read = std::from_chars(port.data(), port.data() + port.size(), url.port);
  return is_digit(port.front()) && read.ec == std::errc() && read.ptr == port.data() + port.size() && url.port != 0;
}

// RFC 3986, 5.2.4, for a path that begins with '/'.
std::string without_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    path.remove_prefix(end);
    if (segment == "/." || segment == "/..") {
      if (segment == "/..") out.resize(out.empty() ? 0 : out.rfind('/'));
      if (path.empty()) out += '/';
    } else {
      out += segment;
    }
  }
  return out;
}

void set_path_and_query(std::string_view text, Url& url) {
  const std::size_t question = std::min(text.find('?'), text.size());
  std::string path = allowed(text.substr(0, question));
  if (!path.starts_with('/')) path.insert(0, 1, '/');
  url.path = without_dot_segments(path);
  url.query = allowed(text.substr(question));
}

// The length of "scheme:" at the beginning, without the colon; 0 where there is none.
std::size_t scheme_length(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return 0;
  const auto end = std::find_if_not(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; });
  return end != text.end() && *end == ':' ? static_cast<std::size_t>(end - text.begin()) : 0;
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  if (text.size() > limits::kUrlBytes || std::any_of(text.begin(), text.end(), is_control)) return std::nullopt;
  text = text.substr(0, text.find('#'));
  Url url;
  url.scheme = to_lower(text.substr(0, scheme_length(text)));
  if (url.scheme != "http" && url.scheme != "https") return std::nullopt;
  text.remove_prefix(url.scheme.size());
  if (!text.starts_with("://")) return std::nullopt;
  text.remove_prefix(3);
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  if (!read_authority(text.substr(0, end), url)) return std::nullopt;
  set_path_and_query(text.substr(end), url);
  return url;
}

std::optional<Url> resolve_url(const Url& base, std::string_view reference) {
  if (scheme_length(reference) != 0) return parse_url(reference);
  if (reference.starts_with("//")) return parse_url(base.scheme + ":" + std::string(reference));
  if (reference.size() > limits::kUrlBytes || std::any_of(reference.begin(), reference.end(), is_control)) return std::nullopt;
  reference = reference.substr(0, reference.find('#'));
  Url url = base;
  if (reference.empty()) return url;
  if (reference.starts_with('?')) {
    url.query = allowed(reference);
  } else if (reference.starts_with('/')) {
    set_path_and_query(reference, url);
  } else {
    set_path_and_query(base.path.substr(0, base.path.rfind('/') + 1) + std::string(reference), url);
  }
  return url;
}

std::string to_string(const Url& url) {
  const bool own_port = url.port == (url.scheme == "https" ? 443 : 80);
  return url.scheme + "://" + url.host + (own_port ? "" : ":" + std::to_string(url.port)) + url.path + url.query;
}

bool same_origin(const Url& a, const Url& b) { return a.scheme == b.scheme && a.host == b.host && a.port == b.port; }

std::string percent_encode(std::string_view text, bool keep_slash) {
  std::string out;
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~' || (c == '/' && keep_slash)) {
      out += c;
    } else {
      append_encoded(out, c);
    }
  }
  return out;
}

// Unlike parse_url, this must take any text: what is shown is often what could not be read.
std::string shown_url(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  const std::size_t end = std::min(url.find('/', begin), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  const std::size_t host = at == std::string_view::npos || at < begin ? begin : at + 1;
  return allowed(url.substr(0, begin)) + allowed(url.substr(host));
}

}  // namespace aboveboard
