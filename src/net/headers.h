// The header lines of HTTP responses, taken in as they come and read. What a server writes is not trusted: every field is read strictly, or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aboveboard {

using HeaderFields = std::vector<std::pair<std::string, std::string>>;  // names in lower case, values without blanks round them

// The value of the first field of that name; "" for none.
std::string_view header_value(const HeaderFields& fields, std::string_view name);

// 206 of "HTTP/1.1 206 Partial Content" and "HTTP/2 206"; nothing where it is not such a line (RFC 9112, 4).
std::optional<int> parse_status_line(std::string_view line);

struct ContentRange {
  std::uint64_t begin = 0;
  std::uint64_t length = 0;  // at least 1
  std::uint64_t total = 0;   // of the whole file
};
// "bytes 0-7/1000" (RFC 9110, 14.4). Nothing where it contradicts itself, or says "*" for the total.
std::optional<ContentRange> parse_content_range(std::string_view value);

// Seconds since 1970 of "Sun, 06 Nov 1994 08:49:37 GMT" and the two obsolete forms that RFC 9110, 5.6.7 asks to take. Years with two digits are of 1970 to 2069.
std::optional<std::int64_t> parse_http_date(std::string_view value);

// The target of rel="next" in a Link field (RFC 8288), not yet resolved.
std::optional<std::string> parse_next_link(std::string_view value);

// Seconds until the window of an exhausted quota ends: the largest t of the items with r=0 of `"api";r=0;t=55, "pages";r=3;t=9` (the RateLimit field).
std::optional<std::uint64_t> parse_rate_limit(std::string_view value);

// Can two answers with this ETag be pieced together? (RFC 9110, 8.8.1)
bool is_strong_etag(std::string_view value);

// What the fields say of the body's length: nothing where they say nothing or it comes in chunks.
struct BodyLength {
  bool valid = true;  // false: several lengths that contradict each other, or no number (RFC 9112, 6.3)
  std::optional<std::uint64_t> bytes;
};
BodyLength body_length(const HeaderFields& fields);

// Takes the lines of a response, one by one, until the block of its final status is whole; blocks of 1xx before it and fields behind the body are passed over.
class HeaderCollector {
 public:
  enum class State { Open, Whole, TooMuch, Malformed };
  State take(std::string_view line);
  State state() const { return state_; }
  int status() const { return status_; }
  HeaderFields& fields() { return fields_; }

 private:
  State take_field(std::string_view line);
  State state_ = State::Open;
  bool in_block_ = false;
  int status_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t lines_ = 0;
  HeaderFields fields_;
};

}  // namespace aboveboard
