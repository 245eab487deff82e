#include "data/json_writer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "data/value.h"

namespace aboveboard::data {
namespace {

TEST(JsonWriter, WritesIndentedWithTheOrderKept) {
  JsonWriter writer;
  writer.begin_object();
  writer.member("z", "text");
  writer.key("a");
  writer.begin_array();
  writer.number(std::uint64_t{18446744073709551615u});
  writer.number(std::int64_t{-7});
  writer.boolean(true);
  writer.null();
  writer.begin_object();
  writer.end_object();
  writer.end_array();
  writer.key("e");
  writer.begin_array();
  writer.end_array();
  writer.end_object();
  EXPECT_EQ(writer.take(),
            "{\n  \"z\": \"text\",\n  \"a\": [\n    18446744073709551615,\n    -7,\n    true,\n    null,\n    {}\n  "
            "],\n  \"e\": []\n}\n");
}

TEST(JsonWriter, WritesOneLineWithoutIndent) {
  JsonWriter writer(0);
  writer.begin_array();
  writer.string("a");
  writer.real(0.1);
  writer.real(1e21);
  writer.real(std::numeric_limits<double>::quiet_NaN());
  writer.end_array();
  EXPECT_EQ(writer.take(), "[\"a\",0.1,1e+21,null]\n");
}

TEST(JsonWriter, StartsAnewAfterTake) {
  JsonWriter writer(0);
  writer.number(std::int64_t{1});
  EXPECT_EQ(writer.take(), "1\n");
  writer.begin_array();
  writer.end_array();
  EXPECT_EQ(writer.take(), "[]\n");
}

TEST(JsonWriter, EscapesWhatMayNotStandInAPageOrOnATerminal) {
  JsonWriter writer(0);
  writer.string("</script><!-- \" \\ \n\t\x01\x1b[2J\x7f < <b>");
  EXPECT_EQ(writer.take(), "\"<\\/script>\\u003c!-- \\\" \\\\ \\n\\t\\u0001\\u001b[2J\\u007f < <b>\"\n");
}

TEST(JsonWriter, RepairsInvalidUtf8) {
  JsonWriter writer(0);
  writer.string("a\xff\xc3");
  EXPECT_EQ(writer.take(), "\"a\xef\xbf\xbd\xef\xbf\xbd\"\n");
}

TEST(JsonWriter, IsReadBackAsItWasWritten) {
  std::string every;
  for (int c = 0; c < 128; ++c) every += static_cast<char>(c);
  every += "</a><!b \xc3\xa9\xf0\x9f\x99\x82";
  JsonWriter writer;
  writer.begin_object();
  writer.member(every, every);
  writer.end_object();
  Diagnostics notes;
  const auto value = parse_json(writer.take(), {.path = ""}, notes);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->members[0].key, every);
  EXPECT_EQ(value->members[0].value.text, every);
}

}  // namespace
}  // namespace aboveboard::data
