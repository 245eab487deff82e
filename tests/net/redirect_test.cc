// Redirects, and where the token goes.
#include "net/redirect.h"

#include <gtest/gtest.h>

#include "net/http.h"
#include "test_server.h"

namespace aboveboard {
namespace {

using testing::client_of;
using testing::Received;
using testing::Reply;
using testing::TestServer;

Reply to(std::string location, int status = 302) { return {.status = status, .headers = {{"Location", std::move(location)}, {"X-Hop", "1"}}, .body = "moved"}; }

HttpRequest with_token(std::string url) { return {.url = std::move(url), .token = "secret", .max_bytes = 100}; }

std::string message_of(HttpClient& client, const std::string& url) {
  const Result<HttpResponse> response = client.get(with_token(url));
  if (response) return "";
  EXPECT_EQ(response.error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(response.error().message.find("secret"), std::string::npos);
  return response.error().message;
}

TEST(Redirect, IsFollowed) {
  TestServer server, other;
  const auto client = client_of();
  other.on("/end", Reply{.headers = {{"X-End", "1"}}, .body = "there"});
  for (const int status : {301, 302, 303, 307, 308}) {
    server.on("/a", to("b/c?x#y", status));
    server.on("/b/c", to(other.url("/end"), status));
    const Result<HttpResponse> response = client->get(with_token(server.url("/a")));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body, "there");
    EXPECT_EQ(response->url, other.url("/end"));
    EXPECT_EQ(response->header("x-end"), "1");
    EXPECT_EQ(response->header("x-hop"), "");
    EXPECT_EQ(response->first_header("x-hop"), "1");
    EXPECT_EQ(response->first_header("x-end"), "");
  }
}

TEST(Redirect, OnlyTheFirstOriginGetsTheToken) {
  TestServer home, other;
  home.on("/a", to("/b"));
  home.on("/b", to("//127.0.0.1:" + std::to_string(other.port()) + "/c"));
  other.on("/c", to(home.url("/d")));
  home.on("/d", Reply{.body = "back"});
  const auto client = client_of();
  HttpRequest request = with_token(home.url("/a"));
  request.headers = {{"Cookie", "secret"}, {"X-Plain", "1"}};
  const Result<HttpResponse> response = client->get(request);
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "back");
  const std::vector<Received> at_home = home.received(), elsewhere = other.received();
  ASSERT_EQ(at_home.size(), 3u);
  ASSERT_EQ(elsewhere.size(), 1u);
  EXPECT_EQ(at_home[0].header("authorization"), "Bearer secret");
  EXPECT_EQ(at_home[1].header("authorization"), "Bearer secret");
  EXPECT_EQ(at_home[2].header("authorization"), "");  // another has chosen what is asked here
  for (const auto& [name, value] : elsewhere[0].headers) EXPECT_EQ(value.find("secret"), std::string::npos) << name;
  EXPECT_EQ(elsewhere[0].header("x-plain"), "1");
  // The next request begins anew.
  ASSERT_TRUE(client->get(with_token(home.url("/d"))));
  EXPECT_EQ(home.received().back().header("authorization"), "Bearer secret");
}

TEST(Redirect, StaysWithoutTokenThroughFurtherAttempts) {
  TestServer home, other;
  home.on("/a", to(other.url("/c")));
  other.in_turn("/c", {[](const Received&) { return Reply{.status = 503}; }, [](const Received&) { return Reply{.body = "ok"}; }});
  const auto client = client_of();
  ASSERT_TRUE(client->get(with_token(home.url("/a"))));
  ASSERT_EQ(other.received().size(), 2u);
  for (const Received& asked : other.received()) EXPECT_EQ(asked.header("authorization"), "");
  for (const Received& asked : home.received()) EXPECT_EQ(asked.header("authorization"), "Bearer secret");
}

TEST(Redirect, EndsInACircle) {
  TestServer server;
  server.on("/a", to("/b"));
  server.on("/b", to("/a"));
  const auto client = client_of();
  EXPECT_NE(message_of(*client, server.url("/a")).find("circle"), std::string::npos);
  EXPECT_EQ(server.received().size(), 2u);
}

TEST(Redirect, EndsAfterTen) {
  TestServer server;
  for (int i = 0; i < 20; ++i) server.on("/" + std::to_string(i), i == 10 ? Reply{.body = "ten"} : to("/" + std::to_string(i + 1)));
  const auto client = client_of();
  EXPECT_EQ(client->get(with_token(server.url("/0")))->body, "ten");
  server.on("/10", to("/11"));
  EXPECT_NE(message_of(*client, server.url("/0")).find("more than 10 times"), std::string::npos);
}

TEST(Redirect, ToNowhereIsRefused) {
  TestServer server;
  const auto client = client_of();
  for (const std::string location : {"file:///etc/passwd", "http://user:secret@127.0.0.1/", "http://", "ftp://127.0.0.1/x", "http://good\\@evil/secret"}) {
    server.on("/a", to(location));
    EXPECT_NE(message_of(*client, server.url("/a")).find("no address"), std::string::npos) << location;
  }
  server.on("/a", Reply{.status = 302});
  const Result<HttpResponse> without_location = client->get(with_token(server.url("/a")));
  ASSERT_TRUE(without_location);
  EXPECT_EQ(without_location->status, 302);
}

TEST(Redirect, NeverLeavesHttps) {
  const std::vector<Url> way = {*parse_url("https://hub.example/a")};
  EXPECT_FALSE(redirect_target(way, "http://hub.example/a"));
  EXPECT_FALSE(redirect_target(way, "HTTP://other.example/b"));
  EXPECT_TRUE(redirect_target(way, "//other.example/b"));
  EXPECT_TRUE(redirect_target({*parse_url("http://hub.example/a")}, "https://hub.example/a"));
}

}  // namespace
}  // namespace aboveboard
