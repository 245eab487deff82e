// Any bytes as what a server says: the lines of a header, and each line's value as every field that is read, as a URL and as the target of a redirect.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "net/headers.h"
#include "net/http.h"
#include "net/redirect.h"
#include "net/url.h"

namespace {
using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

// A URL that was taken is written and read again as itself, and holds nothing that could be read as another host or another line.
void check_url(const Url& url) {
  const std::string text = to_string(url);
  const std::optional<Url> again = parse_url(text);
  require(text.size() > limits::kUrlBytes || (again && *again == url));
  require((url.scheme == "http" || url.scheme == "https") && !url.host.empty() && url.port != 0 && url.path.starts_with('/'));
  require(url.host.find_first_of("@/\\?# \r\n") == std::string::npos);
  for (const char c : text) require(static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7f);
  require(to_string(*parse_url("http://a/" + percent_encode(url.path, false))).size() > 9);
}

void read_value(std::string_view value) {
  if (const auto url = parse_url(value)) check_url(*url);
  const Url base = *parse_url("https://hub.example/a/b?c");
  if (const auto target = redirect_target({base}, value)) {
    check_url(*target);
    require(target->scheme == "https");
  }
  const std::string shown = shown_url(value);
  require(shown.find_first_of("?#\r\n") == std::string::npos);
  if (const auto range = parse_content_range(value)) require(range->length > 0 && range->begin < range->total && range->length <= range->total - range->begin);
  if (const auto link = parse_next_link(value)) require(value.find(*link) != std::string_view::npos && !link->empty());
  parse_rate_limit(value);
  parse_http_date(value);
  if (is_strong_etag(value)) require(!value.starts_with("W/"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  HeaderCollector head;
  while (!text.empty() && head.state() == HeaderCollector::State::Open) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    head.take(text.substr(0, end));
    text.remove_prefix(end);
  }
  require(head.fields().size() <= limits::kHttpHeaders);
  require(head.state() != HeaderCollector::State::Whole || head.status() >= 200);
  body_length(head.fields());
  HttpResponse response;
  response.headers = head.fields();
  seconds_to_wait(response, 1'000'000'000);
  for (const auto& [name, value] : head.fields()) read_value(value);
  read_value(text);
  return 0;
}
