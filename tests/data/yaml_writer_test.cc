#include "data/yaml_writer.h"

#include <gtest/gtest.h>

namespace aboveboard::data {
namespace {

Value parsed(const std::string& text) {
  Diagnostics notes;
  auto value = parse_yaml(text, {.path = "card"}, notes);
  EXPECT_TRUE(value.has_value()) << text;
  return value ? *value : Value{};
}

TEST(YamlWriter, AnyTextComesBackAsTheSameText) {
  for (const std::string text : {"plain words", "yes", "No", "null", "1.0", "0x1f", "2024-01-01", "", " ", "- a", "a: b", "a #b", "#b", "&a", "*a", "!t", "%x", "@x", "`x`", "{a}", "[a]", "'a'", "\"a\"",
                                 "a\nb", "a\tb", "\\n", "~", "---", "...", "a  b", "trailing ", "\x01", "\xc2\x85", "\xe2\x80\xae evil", "\xef\xbb\xbf", "天气", "=", "<<", ".inf", "1e3"}) {
    const Value value = parsed("key: " + yaml_scalar(text) + "\n");
    ASSERT_TRUE(value.is_map()) << text;
    EXPECT_EQ(value.find("key")->as_text(), text);
    EXPECT_TRUE(value.find("key")->is_string()) << text;
  }
}

TEST(YamlWriter, InvalidBytesBecomeValidOnes) { EXPECT_EQ(yaml_scalar("\xff"), "\"\xef\xbf\xbd\""); }

TEST(YamlWriter, WhatHidesOrReordersTextIsWrittenAsAnEscape) {
  EXPECT_EQ(yaml_scalar("\xe2\x80\xae"), "\"\\u202e\"");
  EXPECT_EQ(yaml_scalar("\x1b[2J"), "\"\\u001b[2J\"");
}

TEST(YamlWriter, NestedValuesComeBackAsTheyWere) {
  const std::string text = "key:\n  - a: 1\n    b:\n      - x\n      - \"2\"\n  -\n    - 1e3\n    - true\n  - {}\n  - []\n  - null\n";
  const Value value = parsed(text);
  EXPECT_EQ(yaml_member("key", *value.find("key")), text);
}

}  // namespace
}  // namespace aboveboard::data
