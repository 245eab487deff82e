// Further attempts: what is tried again, how a body that was cut off is put together, how long is waited, and how all that is canceled.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "net/http.h"
#include "test_server.h"

namespace aboveboard {
namespace {

using namespace std::chrono_literals;
using testing::client_of;
using testing::file_reply;
using testing::quick_options;
using testing::Handler;
using testing::Received;
using testing::Reply;
using testing::TestServer;
using Clock = std::chrono::steady_clock;

const std::string kFile = "0123456789abcdefghijklmnopqrstuvwxyz";

Handler always(Reply reply) {
  return [reply = std::move(reply)](const Received&) { return reply; };
}

// A file whose answer ends after so many bytes of its body.
Handler cut(std::size_t after, std::string etag = "\"1\"", std::string bytes = kFile) {
  return [=](const Received& request) {
    Reply reply = file_reply(request, bytes, etag);
    reply.cut_after = after;
    return reply;
  };
}

Handler file(std::string etag = "\"1\"", std::string bytes = kFile) {
  return [=](const Received& request) { return file_reply(request, bytes, etag); };
}

Result<HttpResponse> get(TestServer& server, std::vector<Handler> handlers, std::optional<ByteRange> range = {}) {
  server.in_turn("/f", std::move(handlers));
  return client_of()->get({.url = server.url("/f?secret"), .range = range, .max_bytes = 100});
}

TEST(Attempts, AreMadeWhereTheServerMayRecover) {
  for (const int status : {408, 429, 500, 502, 503, 504}) {
    TestServer server;
    const Result<HttpResponse> response = get(server, {always({.status = status}), always({.status = status}), always({.body = "ok"})});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->body, "ok");
    EXPECT_EQ(server.received().size(), 3u);
  }
}

TEST(Attempts, AreNotMadeWhereItWillNot) {
  for (const int status : {400, 401, 403, 404, 501}) {
    TestServer server;
    EXPECT_EQ(get(server, {always({.status = status})})->status, status);
    EXPECT_EQ(server.received().size(), 1u);
  }
}

TEST(Attempts, EndWithTheLastAnswer) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {always({.status = 503, .body = "busy"})});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 503);
  EXPECT_EQ(response->body, "busy");
  EXPECT_EQ(server.received().size(), 5u);
}

TEST(Attempts, FollowABrokenConnection) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {always({.raw = "HTTP/1.1 20"}), always({.body = "ok"})});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "ok");
}

TEST(Attempts, EndWhereNobodyListens) {
  std::string url;
  {
    const TestServer gone;
    url = gone.url("/f?secret");
  }
  const Result<HttpResponse> response = client_of()->get({.url = url, .token = "secret", .max_bytes = 10});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(response.error().message.find("secret"), std::string::npos);
}

TEST(Attempts, GoOnWhereABodyWasCutOff) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {cut(10), cut(5), file()});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, kFile);
  const std::vector<Received> asked = server.received();
  ASSERT_EQ(asked.size(), 3u);
  EXPECT_EQ(asked[0].header("range"), "");
  EXPECT_EQ(asked[1].header("range"), "bytes=10-35");
  EXPECT_EQ(asked[1].header("if-range"), "\"1\"");
  EXPECT_EQ(asked[2].header("range"), "bytes=15-35");
}

TEST(Attempts, GoOnWhereAPartWasCutOff) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {cut(3), file()}, ByteRange{10, 20});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 206);
  EXPECT_EQ(response->body, kFile.substr(10, 20));
  EXPECT_EQ(response->total, kFile.size());
  EXPECT_EQ(server.received().at(1).header("range"), "bytes=13-29");
}

TEST(Attempts, GoOnThroughAServerThatIsBusyMeanwhile) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {cut(10), always({.status = 503}), file()});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, kFile);
  EXPECT_EQ(server.received().at(2).header("range"), "bytes=10-35");
}

TEST(Attempts, StartAnewWithoutAStrongEtag) {
  for (const std::string etag : {"", "W/\"1\""}) {
    TestServer server;
    const Result<HttpResponse> response = get(server, {cut(10, etag), file(etag)});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, kFile);
    EXPECT_EQ(server.received().at(1).header("range"), "");
  }
}

TEST(Attempts, StartAnewWhereTheFileChanged) {
  const std::string changed = "another file of another length";
  {
    TestServer server;  // says so by sending all of it
    const Result<HttpResponse> response = get(server, {cut(10), file("\"2\"", changed)});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, changed);
    EXPECT_EQ(server.received().size(), 2u);
  }
  const auto part_of = [](std::string total, std::string etag) {
    return always({.status = 206, .headers = {{"Content-Range", "bytes 10-35/" + total}, {"ETag", etag}}, .body = std::string(26, 'x')});
  };
  for (const Handler& liar : {part_of("36", "\"2\""), part_of("99", "\"1\""), part_of("36", "W/\"1\""), always({.status = 416})}) {
    TestServer server;  // does not heed If-Range
    const Result<HttpResponse> response = get(server, {cut(10), liar, file("\"2\"", changed)});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, changed);
    EXPECT_EQ(server.received().at(2).header("range"), "");
  }
}

TEST(Attempts, StartAnewWhereAPartChanged) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {cut(3), file("\"2\""), file("\"2\"")}, ByteRange{10, 20});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, kFile.substr(10, 20));
  EXPECT_EQ(server.received().at(2).header("range"), "bytes=10-29");
}

TEST(Attempts, EndWhereABodyIsCutOffAgainAndAgain) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {cut(3)});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(server.received().size(), 5u);
}

TEST(Attempts, TakeChunksThatBreakOffAnew) {
  TestServer server;
  const Result<HttpResponse> response = get(server, {always({.body = kFile, .chunked = true, .cut_after = 10}), always({.body = kFile, .chunked = true})});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, kFile);
}

TEST(Attempts, LeaveAWaitThatIsTooLongToTheCaller) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"Retry-After", "61"}, {"Retry-After", "Fri, 31 Dec 2199 23:59:59 GMT"}, {"RateLimit", "\"api\";r=0;t=61"}, {"Retry-After", "99999999999999999999999"}}) {
    TestServer server;
    const Result<HttpResponse> response = get(server, {always({.status = 429, .headers = {{name, value}}})});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 429);
    EXPECT_GT(seconds_to_wait(*response, 0), 60u);
    EXPECT_EQ(server.received().size(), 1u);
  }
}

TEST(Attempts, WaitAsLongAsTheServerAsks) {
  TestServer server;
  const Clock::time_point begin = Clock::now();
  ASSERT_TRUE(get(server, {always({.status = 429, .headers = {{"Retry-After", "1"}}}), file()}));
  EXPECT_GE(Clock::now() - begin, 990ms);
}

TEST(Attempts, WaitLongerEachTime) {
  TestServer server;
  HttpOptions options = quick_options();
  options.backoff_milliseconds = 20;
  options.attempts = 4;
  server.on("/f", Reply{.status = 500});
  const Clock::time_point begin = Clock::now();
  ASSERT_TRUE(client_of(options)->get({.url = server.url("/f"), .max_bytes = 100}));
  EXPECT_GE(Clock::now() - begin, 140ms);  // 20 + 40 + 80
}

// How long it takes from the wish to cancel until get() returns, in an exchange that would go on for long.
Clock::duration time_to_cancel(Reply reply, HttpProgress* progress = nullptr) {
  TestServer server;
  server.on("/f", std::move(reply));
  std::atomic<bool> canceled = false;
  std::atomic<std::uint64_t> waiting = 0;
  HttpOptions options = quick_options();
  options.canceled = [&] { return canceled.load(); };
  options.progress = [&](const HttpProgress& now) { waiting = std::max(waiting.load(), now.waiting_seconds); };
  const auto client = client_of(options);
  Clock::time_point wish;
  std::thread other([&] {
    std::this_thread::sleep_for(150ms);
    wish = Clock::now();
    canceled = true;
  });
  const Result<HttpResponse> response = client->get({.url = server.url("/f"), .max_bytes = 100});
  const Clock::time_point end = Clock::now();
  other.join();
  EXPECT_TRUE(!response && response.error().kind == ErrorKind::Canceled);
  if (progress != nullptr) progress->waiting_seconds = waiting;
  return end - wish;
}

// 100 ms are the promise; a busy machine may take longer to run the threads.
TEST(Attempts, AreCanceledAtOnce) {
  HttpProgress progress;
  EXPECT_LT(time_to_cancel({.raw = "HTTP/1.1 200 OK\r\n", .hangs = true}), 400ms);
  EXPECT_LT(time_to_cancel({.body = kFile, .cut_after = 5, .hangs = true}), 400ms);
  EXPECT_LT(time_to_cancel({.status = 429, .headers = {{"Retry-After", "30"}}}, &progress), 400ms);
  EXPECT_EQ(progress.waiting_seconds, 30u);
}

TEST(Attempts, GiveUpOnAServerThatIsSilent) {
  TestServer server;
  HttpOptions options = quick_options();
  options.stall_seconds = 1;
  options.attempts = 1;
  const auto client = client_of(options);
  server.on("/f", Reply{.body = kFile, .cut_after = 5, .hangs = true});
  const Clock::time_point begin = Clock::now();
  const Result<HttpResponse> response = client->get({.url = server.url("/f"), .max_bytes = 100});
  EXPECT_LT(Clock::now() - begin, 4s);
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
  EXPECT_NE(response.error().message.find("silent"), std::string::npos);
}

TEST(Attempts, RunSideBySideOverFewConnections) {
  TestServer server;
  server.on("/f", [](const Received& request) { return file_reply(request, kFile); });
  HttpOptions options = quick_options();
  options.connections = 4;
  std::atomic<std::uint64_t> told = 0;
  options.progress = [&](const HttpProgress& now) { told = now.requests; };
  const auto client = client_of(options);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (std::uint64_t i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 10; ++turn) {
        const Result<HttpResponse> response = client->get({.url = server.url("/f"), .range = ByteRange{i, 3}});
        if (response && response->body == kFile.substr(i, 3)) ++good;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good, 160);
  EXPECT_LE(server.connection_count(), 4u);
  EXPECT_EQ(client->spent().requests, 160u);
  EXPECT_EQ(client->spent().bytes, 480u);
  EXPECT_EQ(told, 160u);
}

TEST(Attempts, OneThatHangsHoldsUpNoOther) {
  TestServer server;
  std::atomic<bool> canceled = false;
  HttpOptions options = quick_options();
  options.canceled = [&] { return canceled.load(); };
  server.on("/f", Reply{.raw = "HTTP/1.1 200 OK\r\n", .hangs = true});
  server.on("/g", Reply{.body = "ok"});
  const auto client = client_of(options);
  std::thread hanging([&] { EXPECT_FALSE(client->get({.url = server.url("/f"), .max_bytes = 100})); });
  const Clock::time_point begin = Clock::now();
  EXPECT_TRUE(client->get({.url = server.url("/g"), .max_bytes = 100}));
  EXPECT_LT(Clock::now() - begin, 1500ms);
  canceled = true;
  hanging.join();
}

}  // namespace
}  // namespace aboveboard
