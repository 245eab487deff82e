#include "net/url.h"

#include <gtest/gtest.h>

#include "net/http.h"

namespace aboveboard {
namespace {

std::string read(std::string_view text) {
  const std::optional<Url> url = parse_url(text);
  return url ? to_string(*url) : "nothing";
}

std::string resolve(std::string_view base, std::string_view reference) {
  const std::optional<Url> url = resolve_url(*parse_url(base), reference);
  return url ? to_string(*url) : "nothing";
}

TEST(Url, IsTakenApart) {
  const std::optional<Url> url = parse_url("HTTPS://Hub.Example:8443/a/b?x=1&y=/#part");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, "https");
  EXPECT_EQ(url->host, "hub.example");
  EXPECT_EQ(url->port, 8443);
  EXPECT_EQ(url->path, "/a/b");
  EXPECT_EQ(url->query, "?x=1&y=/");
  EXPECT_EQ(read("http://[::1]:80/x"), "http://[::1]/x");
  EXPECT_EQ(read("https://hub.example"), "https://hub.example/");
  EXPECT_EQ(read("https://hub.example:?q"), "https://hub.example/?q");
}

TEST(Url, EncodesWhatMayNotStandThere) {
  EXPECT_EQ(read("http://a/b c\xc3\xa9?q=<\"> |"), "http://a/b%20c%C3%A9?q=%3C%22%3E%20%7C");
  EXPECT_EQ(read("http://a/already%20encoded%2F"), "http://a/already%20encoded%2F");
}

TEST(Url, TakesNoneThatOthersMightReadDifferently) {
  for (const std::string_view text : {"", "hub.example/a", "ftp://a/b", "file:///etc/passwd", "http:/a", "http:a", "http://", "http://:80/", "http://user@a/", "http://user:secret@a/",
                                      "http://good\\@evil/", "http://a b/", "http://a%2eb/", "http://a:0/", "http://a:65536/", "http://a:+80/", "http://a:8x/", "http://[::1/",
                                      "http://[::1]x/", "http://[fe80::1%25eth0]/", "http://b\xc3\xbc" "cher/", "http://a/\r\nX: y", "http://a/\x7f"}) {
    EXPECT_EQ(read(text), "nothing") << text;
  }
  EXPECT_EQ(read(std::string_view("http://a/\0b", 11)), "nothing");
  EXPECT_EQ(read("http://a/" + std::string(20'000, 'x')), "nothing");
}

// The examples of RFC 3986, 5.4, as far as they are http.
TEST(Url, ResolvesReferences) {
  const std::string_view base = "http://a/b/c/d;p?q";
  const std::pair<std::string_view, std::string_view> kCases[] = {
      {"g", "http://a/b/c/g"},         {"./g", "http://a/b/c/g"},       {"g/", "http://a/b/c/g/"},   {"/g", "http://a/g"},
      {"//g", "http://g/"},            {"?y", "http://a/b/c/d;p?y"},    {"g?y", "http://a/b/c/g?y"}, {"#s", "http://a/b/c/d;p?q"},
      {"", "http://a/b/c/d;p?q"},      {".", "http://a/b/c/"},          {"..", "http://a/b/"},       {"../g", "http://a/b/g"},
      {"../..", "http://a/"},          {"../../../g", "http://a/g"},    {"/./g", "http://a/g"},      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},       {"..g", "http://a/b/c/..g"},     {"./g/.", "http://a/b/c/g/"}, {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},    {"g?y/../x", "http://a/b/c/g?y/../x"}, {"https://B:444/x#y", "https://b:444/x"}, {";x", "http://a/b/c/;x"},
  };
  for (const auto& [reference, expected] : kCases) EXPECT_EQ(resolve(base, reference), expected) << reference;
  for (const std::string_view reference : {"mailto:x", "file:///x", "javascript:0", "//u:p@g/", "http:g", "a\nb"}) EXPECT_EQ(resolve(base, reference), "nothing") << reference;
}

TEST(Url, ComparesOrigins) {
  const auto same = [](std::string_view a, std::string_view b) { return same_origin(*parse_url(a), *parse_url(b)); };
  EXPECT_TRUE(same("https://a/x", "HTTPS://A:443/y?z"));
  EXPECT_FALSE(same("https://a/", "http://a:443/"));
  EXPECT_FALSE(same("https://a/", "https://a:444/"));
  EXPECT_FALSE(same("https://a/", "https://b.a/"));
}

TEST(Url, EncodesSegments) {
  EXPECT_EQ(percent_encode("refs/pr/1", false), "refs%2Fpr%2F1");
  EXPECT_EQ(percent_encode("a b/\xc3\xa9-._~%?#", true), "a%20b/%C3%A9-._~%25%3F%23");
}

TEST(Url, IsShownWithoutSecrets) {
  EXPECT_EQ(shown_url("https://user:secret@host/path?signature=x#y"), "https://host/path");
  EXPECT_EQ(shown_url("https://us@er:sec@ret@host:80"), "https://host:80");
  EXPECT_EQ(shown_url("user:secret@host/path@2"), "host/path@2");
  EXPECT_EQ(shown_url("https://host?token=x"), "https://host");
  EXPECT_EQ(shown_url("https://host/a\x1b[2Jb"), "https://host/a%1B[2Jb");
  EXPECT_EQ(shown_url(""), "");
}

}  // namespace
}  // namespace aboveboard
