#include "data/json_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "base/limits.h"

namespace aboveboard::data {
namespace {

// Writes down what it is told, and stops where it is told to.
class Recorder final : public JsonHandler {
 public:
  bool on_key(std::string_view name, std::uint64_t byte) override { return note("k", name, byte); }
  bool on_string(std::string_view text, std::uint64_t byte) override { return note("s", text, byte); }
  bool on_number(std::string_view spelling, std::uint64_t byte) override { return note("n", spelling, byte); }
  bool on_literal(std::string_view spelling, std::uint64_t byte) override { return note("l", spelling, byte); }
  bool on_begin_object(std::uint64_t byte) override { return note("{", "", byte); }
  bool on_end_object(std::uint64_t byte) override { return note("}", "", byte); }
  bool on_begin_array(std::uint64_t byte) override { return note("[", "", byte); }
  bool on_end_array(std::uint64_t byte) override { return note("]", "", byte); }

  std::string log;
  std::string stop_at;

 private:
  bool note(std::string_view what, std::string_view text, std::uint64_t byte) {
    log += std::string(what) + std::string(text) + "@" + std::to_string(byte) + " ";
    return stop_at.empty() || text != stop_at;
  }
};

TEST(JsonStream, TellsTokensWithTheBytesTheyBeginAt) {
  Recorder recorder;
  ASSERT_TRUE(parse_json_stream(" {\"a\" : [1 , -2.50, \"x\\ty\"],\n\"b\":{ } , \"c\":null}", recorder));
  EXPECT_EQ(recorder.log, "{@1 ka@2 [@8 n1@9 n-2.50@13 sx\ty@20 ]@26 kb@29 {@33 }@35 kc@39 lnull@43 }@47 ");
}

TEST(JsonStream, KeepsSpellings) {
  Recorder recorder;
  ASSERT_TRUE(parse_json_stream("[1000000000000000019884624838656,1E+2,0,-0]", recorder));
  EXPECT_EQ(recorder.log, "[@0 n1000000000000000019884624838656@1 n1E+2@33 n0@38 n-0@40 ]@42 ");
}

TEST(JsonStream, IsStrict) {
  for (const char* text : {"[NaN]", "[Infinity]", "\xef\xbb\xbf[]", "[1,]", "[\"\xff\"]", "{a:1}", "[] []", "[+1]",
                           "[.5]", "[1.]", "nul"}) {
    Recorder recorder;
    EXPECT_FALSE(parse_json_stream(text, recorder)) << text;
  }
}

TEST(JsonStream, StopsWhenItsReaderHasSeenEnough) {
  Recorder recorder;
  recorder.stop_at = "bad";
  const Status status = parse_json_stream("{\"good\": 1, \"bad\": 2, \"unseen\": 3}", recorder);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().kind, ErrorKind::Malformed);
  EXPECT_EQ(status.error().place.byte, 12u);
  EXPECT_EQ(recorder.log.find("unseen"), std::string::npos);
}

TEST(JsonStream, BoundsDepth) {
  Recorder recorder;
  const Status status = parse_json_stream(std::string(100'000, '['), recorder);
  EXPECT_EQ(status.error().kind, ErrorKind::LimitReached);
  EXPECT_EQ(status.error().place.byte, limits::kJsonDepth);
}

TEST(JsonStream, ToleratesAViewThatEndsInTheMiddle) {
  const std::string text = "[12345]";
  Recorder recorder;
  EXPECT_FALSE(parse_json_stream(std::string_view(text).substr(0, 4), recorder));
  Recorder whole;
  EXPECT_TRUE(parse_json_stream(std::string_view(text).substr(1, 3), whole));
  EXPECT_EQ(whole.log, "n123@0 ");
}

}  // namespace
}  // namespace aboveboard::data
