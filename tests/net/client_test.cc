// Single requests: what is asked, what is taken, what is refused.
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>

#include "base/limits.h"
#include "net/http.h"
#include "net/redirect.h"
#include "test_server.h"

namespace aboveboard {
namespace {

using testing::client_of;
using testing::file_reply;
using testing::quick_options;
using testing::Received;
using testing::Reply;
using testing::TestServer;

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

// The kind of the error that a request ends in, and that its message is for people: without tokens and queries.
ErrorKind error_of(HttpClient& client, const HttpRequest& request) {
  const Result<HttpResponse> response = client.get(request);
  if (response) return ErrorKind::Internal;
  EXPECT_EQ(response.error().message.find("secret"), std::string::npos) << response.error().message;
  EXPECT_NE(response.error().message.find(shown_url(request.url)), std::string::npos) << response.error().message;
  return response.error().kind;
}

HttpRequest whole(const TestServer& server, std::uint64_t max_bytes = 1000) { return {.url = server.url("/f?secret"), .token = "secret", .max_bytes = max_bytes}; }

HttpRequest part(const TestServer& server, std::uint64_t begin, std::uint64_t length) {
  return {.url = server.url("/f?secret"), .token = "secret", .range = ByteRange{begin, length}};
}

TEST(Client, GetsABody) {
  TestServer server;
  server.on("/f", Reply{.headers = {{"X-Said", " so "}}, .body = "hello"});
  const auto client = client_of();
  const Result<HttpResponse> response = client->get({.url = server.url("/f?q=1"), .headers = {{"X-Asked", "this"}}, .token = "t0", .max_bytes = 5});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "hello");
  EXPECT_EQ(response->header("x-said"), "so");
  EXPECT_EQ(response->first_header("x-said"), "so");
  EXPECT_EQ(response->url, server.url("/f?q=1"));
  const Received asked = server.received().at(0);
  EXPECT_EQ(asked.target, "/f?q=1");
  EXPECT_EQ(asked.header("x-asked"), "this");
  EXPECT_EQ(asked.header("authorization"), "Bearer t0");
  EXPECT_EQ(asked.header("user-agent"), "aboveboard-test");
  EXPECT_EQ(asked.header("accept-encoding"), "identity");
  EXPECT_EQ(asked.header("cookie"), "");
  EXPECT_EQ(client->spent().requests, 1u);
  EXPECT_EQ(client->spent().bytes, 5u);
}

TEST(Client, AnyStatusIsAValue) {
  TestServer server;
  const auto client = client_of();
  for (const int status : {204, 304, 400, 401, 403, 404, 410, 451, 501}) {
    server.on("/f", Reply{.status = status, .headers = {{"X-Error-Code", "GatedRepo"}}});
    const Result<HttpResponse> response = client->get(whole(server));
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(response->header("x-error-code"), "GatedRepo");
  }
}

TEST(Client, ARefusalMayBeLongerThanWhatWasAskedFor) {
  TestServer server;
  server.on("/f", Reply{.status = 404, .body = std::string(limits::kHttpErrorBytes + 1, 'x')});
  const auto client = client_of();
  const Result<HttpResponse> response = client->get(part(server, 0, 8));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->body.size(), limits::kHttpErrorBytes);
}

TEST(Client, GetsAPart) {
  TestServer server;
  server.on("/f", [](const Received& request) { return file_reply(request, "0123456789"); });
  const auto client = client_of();
  const Result<HttpResponse> middle = client->get(part(server, 3, 4));
  ASSERT_TRUE(middle) << middle.error().message;
  EXPECT_EQ(middle->status, 206);
  EXPECT_EQ(middle->body, "3456");
  EXPECT_EQ(middle->total, 10u);
  EXPECT_EQ(server.received().at(0).header("range"), "bytes=3-6");
  const Result<HttpResponse> end = client->get(part(server, 8, 100));
  ASSERT_TRUE(end) << end.error().message;
  EXPECT_EQ(end->body, "89");
  const Result<HttpResponse> behind = client->get(part(server, 10, 1));
  ASSERT_TRUE(behind);
  EXPECT_EQ(behind->status, 416);
}

TEST(Client, TakesTheBeginningWhereRangesAreIgnored) {
  TestServer server;
  server.on("/f", Reply{.body = std::string(4u << 20, 'x')});
  const auto client = client_of();
  const Result<HttpResponse> response = client->get(part(server, 0, 8));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, "xxxxxxxx");
  EXPECT_EQ(client->spent().bytes, 8u);
  EXPECT_EQ(error_of(*client, part(server, 1, 8)), ErrorKind::Malformed);
}

TEST(Client, RefusesWrongParts) {
  TestServer server;
  const auto client = client_of();
  for (const std::string_view range : {"", "bytes 0-7/*", "bytes 1-8/100", "bytes 0-8/100", "bytes 0-6/100", "bytes 0-7/4", "pages 0-7/100", "bytes 0-7/100x"}) {
    server.on("/f", Reply{.status = 206, .headers = {{"Content-Range", std::string(range)}}, .body = "01234567"});
    EXPECT_EQ(error_of(*client, part(server, 0, 8)), ErrorKind::Malformed) << range;
  }
  server.on("/f", Reply{.status = 206, .headers = {{"Content-Range", "bytes 0-7/100"}}, .body = "012345678"});
  EXPECT_EQ(error_of(*client, part(server, 0, 8)), ErrorKind::Malformed);  // one byte more than it says
  server.on("/f", Reply{.status = 206, .headers = {{"Content-Range", "bytes 0-7/100"}}, .body = "012345678", .chunked = true});
  EXPECT_EQ(error_of(*client, part(server, 0, 8)), ErrorKind::Malformed);
  server.on("/f", Reply{.status = 206, .headers = {{"Content-Range", "bytes 0-7/100"}}, .body = "01234567"});
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::Malformed);  // nobody asked for a part
}

TEST(Client, KeepsTheLimitOfABody) {
  TestServer server;
  const auto client = client_of();
  server.on("/f", Reply{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", .hangs = true});
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::LimitReached);  // at once, without a byte of it
  server.on("/f", Reply{.raw = "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", .hangs = true});
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::LimitReached);
  server.on("/f", Reply{.body = std::string(1'000'000, 'x'), .chunked = true});
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::LimitReached);
  server.on("/f", Reply{.body = std::string(1001, 'x'), .says_length = false});
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::LimitReached);
  server.on("/f", Reply{.body = std::string(1000, 'x'), .chunked = true});
  EXPECT_TRUE(client->get(whole(server)));
}

TEST(Client, DecodesACompressedBody) {
  TestServer server;
  const std::string text(5000, 'a');
  server.on("/f", Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = gzip(text)});
  const auto client = client_of();
  const Result<HttpResponse> response = client->get({.url = server.url("/f"), .max_bytes = 5000, .compressed = true});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, text);
  EXPECT_NE(server.received().at(0).header("accept-encoding").find("gzip"), std::string::npos);
}

TEST(Client, StopsAGzipBomb) {
  TestServer server;
  server.on("/f", Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = gzip(std::string(8u << 20, '\0'))});
  const auto client = client_of();
  EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .max_bytes = 100'000, .compressed = true}), ErrorKind::LimitReached);
  EXPECT_LE(client->spent().bytes, 100'000u);
}

TEST(Client, RefusesEncodingsThatWereNotAskedFor) {
  TestServer server;
  server.on("/f", Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = gzip("text")});
  const auto client = client_of();
  EXPECT_EQ(error_of(*client, whole(server)), ErrorKind::Malformed);
  for (const std::string_view encoding : {"zstd", "deflate", "gzip, gzip"}) {
    server.on("/f", Reply{.headers = {{"Content-Encoding", std::string(encoding)}}, .body = "xxxx"});
    EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .max_bytes = 100, .compressed = true}), ErrorKind::Malformed) << encoding;
  }
  server.on("/f", Reply{.headers = {{"Content-Encoding", "gzip"}}, .body = "no gzip"});
  EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .max_bytes = 100, .compressed = true}), ErrorKind::Malformed);
}

TEST(Client, RefusesWhatIsNoHttp) {
  TestServer server;
  const auto client = client_of();
  const auto says = [&](std::string raw) {
    server.on("/f", Reply{.raw = std::move(raw)});
    return error_of(*client, whole(server));
  };
  EXPECT_EQ(says("<html>hello</html>"), ErrorKind::Malformed);
  EXPECT_EQ(says("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"), ErrorKind::Malformed);
  EXPECT_EQ(says("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\nab"), ErrorKind::Malformed);
  EXPECT_EQ(says("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nab"), ErrorKind::Malformed);
}

TEST(Client, KeepsTheLimitsOfAHeader) {
  TestServer server;
  const auto client = client_of();
  const auto says = [&](std::string raw) {
    server.on("/f", Reply{.raw = std::move(raw)});
    return error_of(*client, whole(server));
  };
  std::string many = "HTTP/1.1 200 OK\r\n", large = many, endless;
  for (int i = 0; i < 1000; ++i) many += "a: b\r\n";
  for (int i = 0; i < 20; ++i) large += "a: " + std::string(10'000, 'x') + "\r\n";
  for (int i = 0; i < 1000; ++i) endless += "HTTP/1.1 103 Early Hints\r\n\r\n";
  EXPECT_EQ(says(many + "\r\n"), ErrorKind::Malformed);
  EXPECT_EQ(says(large + "\r\n"), ErrorKind::Malformed);
  EXPECT_EQ(says("HTTP/1.1 200 OK\r\na: " + std::string(1u << 20, 'x') + "\r\n\r\n"), ErrorKind::Malformed);
  EXPECT_EQ(says(endless), ErrorKind::Malformed);
}

TEST(Client, PassesOverWhatIsSaidBeforeTheAnswer) {
  TestServer server;
  server.on("/f", Reply{.raw = "HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"});
  const auto client = client_of();
  const Result<HttpResponse> response = client->get(whole(server));
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "ok");
  EXPECT_EQ(response->header("x-early"), "");
}

TEST(Client, RefusesRequestsThatCannotBeSent) {
  TestServer server;
  const auto client = client_of();
  EXPECT_EQ(error_of(*client, {.url = "file:///etc/passwd", .max_bytes = 10}), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, {.url = "http://user:secret@127.0.0.1/", .max_bytes = 10}), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .token = "secret\r\nX: y", .max_bytes = 10}), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .headers = {{"X", "y\nsecret: z"}}, .max_bytes = 10}), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, {.url = server.url("/f"), .headers = {{"X: y", "z"}}, .max_bytes = 10}), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, part(server, 5, 0)), ErrorKind::Usage);
  EXPECT_EQ(error_of(*client, part(server, ~0ull, 2)), ErrorKind::Usage);
  EXPECT_EQ(server.received().size(), 0u);
}

std::size_t thread_count() {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& task : std::filesystem::directory_iterator("/proc/self/task")) ++count;
  return count;
}

TEST(Client, HasNoThreadBeforeTheFirstRequest) {
  const std::size_t before = thread_count();
  const auto client = client_of();
  EXPECT_EQ(thread_count(), before);
}

TEST(Client, UsesTheProxyOfItsOptionsAlone) {
  TestServer proxy, server, of_the_environment;
  ::setenv("http_proxy", of_the_environment.origin().c_str(), 1);
  ::setenv("all_proxy", of_the_environment.origin().c_str(), 1);
  server.on("/f", Reply{.body = "direct"});
  proxy.on("http://hub.example/f", Reply{.body = "by proxy"});
  EXPECT_EQ(client_of()->get({.url = server.url("/f"), .max_bytes = 100})->body, "direct");
  HttpOptions options = quick_options();
  options.http_proxy = proxy.origin();
  options.no_proxy = "127.0.0.1";
  const auto client = client_of(options);
  EXPECT_EQ(client->get({.url = "http://hub.example/f", .max_bytes = 100})->body, "by proxy");
  EXPECT_EQ(client->get({.url = server.url("/f"), .max_bytes = 100})->body, "direct");
  ::unsetenv("http_proxy");
  ::unsetenv("all_proxy");
  EXPECT_EQ(of_the_environment.received().size(), 0u);
}

}  // namespace
}  // namespace aboveboard
