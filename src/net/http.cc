#include "net/http.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "net/headers.h"

namespace aboveboard {
namespace {

// A number too large to be one is a very long time.
std::optional<std::uint64_t> seconds_of_retry_after(std::string_view value, std::int64_t now) {
  if (value.empty()) return std::nullopt;
  if (value.find_first_not_of("0123456789") == std::string_view::npos) return parse_decimal(value).value_or(std::numeric_limits<std::uint64_t>::max());
  const std::optional<std::int64_t> date = parse_http_date(value);
  if (!date) return std::nullopt;
  return *date > now ? static_cast<std::uint64_t>(*date - now) : 0;
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const { return header_value(headers, name); }
std::string_view HttpResponse::first_header(std::string_view name) const { return header_value(first_headers, name); }

std::optional<std::uint64_t> seconds_to_wait(const HttpResponse& response, std::int64_t now) {
  const std::optional<std::uint64_t> asked = seconds_of_retry_after(response.header("retry-after"), now);
  const std::optional<std::uint64_t> quota = parse_rate_limit(response.header("ratelimit"));
  return asked && quota ? std::max(asked, quota) : (asked ? asked : quota);
}

}  // namespace aboveboard
