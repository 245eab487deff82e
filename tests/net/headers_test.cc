#include "net/headers.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/limits.h"
#include "net/http.h"

namespace aboveboard {
namespace {

using State = HeaderCollector::State;

TEST(Headers, StatusLine) {
  EXPECT_EQ(parse_status_line("HTTP/1.1 206 Partial Content"), 206);
  EXPECT_EQ(parse_status_line("HTTP/2 200"), 200);
  for (const std::string_view line : {"", "HTTP/1.1", "HTTP/1.1 ", "HTTP/1.1 20", "HTTP/1.1 2000", "HTTP/1.1 099", "HTTP/1.1 +20", "HTTP/1.1.1.1.1 200", "ICY 200 OK"}) {
    EXPECT_FALSE(parse_status_line(line)) << line;
  }
}

TEST(Headers, ContentRange) {
  const std::optional<ContentRange> range = parse_content_range("bytes 8-15/1000");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->begin, 8u);
  EXPECT_EQ(range->length, 8u);
  EXPECT_EQ(range->total, 1000u);
  EXPECT_EQ(parse_content_range("bytes 0-18446744073709551614/18446744073709551615")->length, std::numeric_limits<std::uint64_t>::max());
  for (const std::string_view value : {"", "bytes", "bytes 8-7/1000", "bytes 0-1000/1000", "bytes 0-7/*", "bytes */1000", "items 0-7/1000", "bytes 0-7", "bytes -7/1000", "bytes 0-7/10 0",
                                       "bytes 0-18446744073709551616/18446744073709551617", "bytes 0 - 7/1000"}) {
    EXPECT_FALSE(parse_content_range(value)) << value;
  }
}

TEST(Headers, HttpDates) {
  for (const std::string_view value : {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) EXPECT_EQ(parse_http_date(value), 784111777) << value;
  EXPECT_EQ(parse_http_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_http_date("Tue, 29 Feb 2028 23:59:60 GMT"), 1835481600);
  for (const std::string_view value : {"", "soon", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT",
                                       "Sun, 06 Nov 99999 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_http_date(value)) << value;
  }
}

TEST(Headers, NextLink) {
  EXPECT_EQ(parse_next_link("<https://hub.example/api?cursor=a,b>; rel=\"next\""), "https://hub.example/api?cursor=a,b");
  EXPECT_EQ(parse_next_link("</first>; rel=first; title=\"a, <b>; rel=next\", </second> ; REL = \"last Next\""), "/second");
  for (const std::string_view value : {"", "<", "<>; rel=next", "</a>; rel=\"prev\"", "</a>", "</a>; title=\"rel=next", "rel=next"}) EXPECT_FALSE(parse_next_link(value)) << value;
}

TEST(Headers, RateLimit) {
  EXPECT_EQ(parse_rate_limit("\"api\";r=0;t=55"), 55u);
  EXPECT_EQ(parse_rate_limit("\"pages\";r=3;t=99, \"a;pi,\" ; r=0 ; t=5, \"c\";t=7;r=0"), 7u);
  for (const std::string_view value : {"", "\"api\";r=1;t=55", "\"api\";r=0", "\"api\";r=0;t=-5", "r=0;t=5", "\"api;r=0;t=5"}) EXPECT_FALSE(parse_rate_limit(value)) << value;
}

TEST(Headers, SecondsToWait) {
  const auto wait = [](HeaderFields fields) {
    HttpResponse response;
    response.headers = std::move(fields);
    return seconds_to_wait(response, 784111777);
  };
  EXPECT_EQ(wait({{"retry-after", "30"}}), 30u);
  EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1994 08:50:37 GMT"}}), 60u);
  EXPECT_EQ(wait({{"retry-after", "Sun, 06 Nov 1984 08:50:37 GMT"}}), 0u);
  EXPECT_EQ(wait({{"ratelimit", "\"api\";r=0;t=55"}}), 55u);
  EXPECT_EQ(wait({{"retry-after", "3"}, {"ratelimit", "\"api\";r=0;t=55"}}), 55u);
  EXPECT_EQ(wait({{"retry-after", "99999999999999999999999"}}), std::numeric_limits<std::uint64_t>::max());
  EXPECT_FALSE(wait({}));
  EXPECT_FALSE(wait({{"retry-after", "-1"}}));
}

TEST(Headers, StrongEtags) {
  EXPECT_TRUE(is_strong_etag("\"abc\""));
  for (const std::string_view value : {"", "\"", "abc", "W/\"abc\"", "\"a\"b\""}) EXPECT_FALSE(is_strong_etag(value)) << value;
}

TEST(Headers, BodyLength) {
  EXPECT_EQ(body_length({{"content-length", "7"}, {"content-length", "7"}}).bytes, 7u);
  EXPECT_TRUE(body_length({{"content-length", "7"}, {"content-length", "7"}}).valid);
  EXPECT_FALSE(body_length({{"content-length", "7"}, {"content-length", "8"}}).valid);
  EXPECT_FALSE(body_length({{"content-length", "7, 7"}}).valid);
  EXPECT_FALSE(body_length({{"content-length", "-7"}}).valid);
  EXPECT_FALSE(body_length({{"content-length", "99999999999999999999999"}}).valid);
  EXPECT_FALSE(body_length({{"content-length", "7"}, {"transfer-encoding", "chunked"}}).bytes);
}

TEST(Headers, CollectorTakesTheFinalBlock) {
  HeaderCollector head;
  for (const std::string_view line : {"HTTP/1.1 103 Early Hints\r\n", "Link: </a>\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "X-One:  a \r\n", "  b\r\n", "x-Two:\r\n"}) EXPECT_EQ(head.take(line), State::Open);
  EXPECT_EQ(head.take("\r\n"), State::Whole);
  EXPECT_EQ(head.status(), 200);
  EXPECT_EQ(head.fields(), (HeaderFields{{"x-one", "a b"}, {"x-two", ""}}));
}

TEST(Headers, CollectorRefuses) {
  HeaderCollector no_status, no_colon, many, large, endless;
  EXPECT_EQ(no_status.take("<html>\r\n"), State::Malformed);
  EXPECT_EQ(no_colon.take("HTTP/1.1 200 OK\r\n"), State::Open);
  EXPECT_EQ(no_colon.take("what is this\r\n"), State::Malformed);
  many.take("HTTP/1.1 200 OK\r\n");
  for (std::uint64_t i = 1; i < limits::kHttpHeaders; ++i) EXPECT_EQ(many.take("a: b\r\n"), State::Open);
  EXPECT_EQ(many.take("a: b\r\n"), State::TooMuch);
  large.take("HTTP/1.1 200 OK\r\n");
  EXPECT_EQ(large.take("a: " + std::string(limits::kHttpHeaderBytes, 'x')), State::TooMuch);
  State state = State::Open;
  for (std::uint64_t i = 0; i <= limits::kHttpHeaders && state == State::Open; ++i) {
    endless.take("HTTP/1.1 100 Continue\r\n");
    state = endless.take("\r\n");
  }
  EXPECT_EQ(state, State::TooMuch);
}

}  // namespace
}  // namespace aboveboard
