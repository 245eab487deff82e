#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "base/limits.h"
#include "data/value.h"

namespace aboveboard::data {
namespace {

struct Parsed {
  Result<Value> value;
  Diagnostics notes;
};

Parsed parse(std::string_view text) {
  Diagnostics notes;
  Result<Value> value = parse_json(text, {.path = "a.json"}, notes);
  return {std::move(value), std::move(notes)};
}

TEST(Json, KeepsTypesSpellingsAndOrder) {
  const Parsed parsed = parse(R"({"b": "t\u00e9xt", "a": [1, -2.5, true, false, null, 1e3], "c": {}})");
  ASSERT_TRUE(parsed.value);
  const Value& root = *parsed.value;
  ASSERT_EQ(root.members.size(), 3u);
  EXPECT_EQ(root.members[0].key, "b");
  EXPECT_EQ(root.find("b")->as_text(), "t\xc3\xa9xt");
  const std::vector<Value>& list = root.find("a")->items;
  ASSERT_EQ(list.size(), 6u);
  EXPECT_EQ(list[0].integer, 1);
  EXPECT_EQ(list[1].number, -2.5);
  EXPECT_EQ(list[1].text, "-2.5");
  EXPECT_FALSE(list[1].integer);
  EXPECT_TRUE(list[2].boolean);
  EXPECT_EQ(list[3].text, "false");
  EXPECT_EQ(list[4].type, ValueType::Null);
  EXPECT_EQ(list[5].integer, 1000) << "a whole number however it is spelt";
  EXPECT_TRUE(root.find("c")->is_map());
  EXPECT_EQ(root.find("d"), nullptr);
  EXPECT_TRUE(parsed.notes.items().empty());
}

TEST(Json, TakesAScalarAsTheWhole) {
  EXPECT_EQ(parse(" 12 ").value->integer, 12);
  EXPECT_EQ(parse("\"x\"").value->text, "x");
}

TEST(Json, CountsLinesOfValuesAndKeys) {
  const Parsed parsed = parse("{\n \"a\":\n  1,\r\n \"b\": [\n  2,\r  {\"c\"\n: 3}\n ]\n}\n");
  ASSERT_TRUE(parsed.value);
  const Value& root = *parsed.value;
  EXPECT_EQ(root.line, 1u);
  EXPECT_EQ(root.members[0].line, 2u);
  EXPECT_EQ(root.members[0].value.line, 3u);
  EXPECT_EQ(root.members[1].line, 4u);
  EXPECT_EQ(root.members[1].value.line, 4u);
  EXPECT_EQ(root.members[1].value.items[0].line, 5u);
  EXPECT_EQ(root.members[1].value.items[1].line, 6u);
  EXPECT_EQ(root.members[1].value.items[1].members[0].value.line, 7u);
}

TEST(Json, BeginsCountingWhereTheTextBegins) {
  Diagnostics notes;
  EXPECT_EQ(parse_json("\n[]", {.path = "a", .first_line = 10}, notes)->line, 11u);
}

TEST(Json, NotesRepeatedKeysAndKeepsBoth) {
  const Parsed parsed = parse("{\"a\": 1, \"b\": 2,\n\"a\": 3}");
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->members.size(), 3u);
  EXPECT_EQ(parsed.value->find("a")->integer, 1);
  ASSERT_EQ(parsed.notes.items().size(), 1u);
  EXPECT_EQ(parsed.notes.items()[0].rule, "format/json-duplicate-key");
  EXPECT_EQ(parsed.notes.items()[0].error.place.line, 2u);
  EXPECT_EQ(parsed.notes.items()[0].error.place.path, "a.json");
}

TEST(Json, NotesAMillionRepeatedKeysInFewWords) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += "\"k\":0,";
  const Parsed parsed = parse(text + "\"k\":0}");
  ASSERT_TRUE(parsed.value);
  EXPECT_LT(parsed.notes.items().size(), 50u);
  EXPECT_GT(parsed.notes.items().size(), 2u);
}

TEST(Json, TakesWhatRealFilesHold) {
  const Parsed parsed = parse("\xef\xbb\xbf{\"a\": NaN, \"b\": -Infinity, \"n\": 1000000000000000019884624838656}");
  ASSERT_TRUE(parsed.value) << to_string(parsed.value.error());
  EXPECT_TRUE(std::isnan(parsed.value->find("a")->number));
  EXPECT_EQ(parsed.value->find("b")->number, -INFINITY);
  EXPECT_EQ(parsed.value->find("b")->text, "-Infinity");
  EXPECT_EQ(parsed.value->find("n")->number, 1e30);
  EXPECT_FALSE(parsed.value->find("n")->integer);
  ASSERT_EQ(parsed.notes.items().size(), 2u);
  EXPECT_EQ(parsed.notes.items()[0].rule, "format/json-bom");
  EXPECT_EQ(parsed.notes.items()[1].rule, "format/json-nan");
}

TEST(Json, TakesNumbersOfAnySize) {
  const Parsed parsed =
      parse("[1e400, -1e400, 1e-400, 9223372036854775807, 9223372036854775808, " + std::string(400, '9') + "]");
  ASSERT_TRUE(parsed.value) << to_string(parsed.value.error());
  const std::vector<Value>& list = parsed.value->items;
  EXPECT_EQ(list[0].number, INFINITY);
  EXPECT_EQ(list[1].number, -INFINITY);
  EXPECT_EQ(list[2].number, 0);
  EXPECT_EQ(list[3].integer, INT64_MAX);
  EXPECT_FALSE(list[4].integer);
  EXPECT_EQ(list[5].number, INFINITY);
  EXPECT_EQ(list[5].text.size(), 400u);
}

struct Bad {
  const char* text;
  std::uint64_t line, byte;
};

TEST(Json, SaysWhereItIsBroken) {
  const Bad cases[] = {
      {"", 1, 0},           {"{\"a\": 1,\n \"b\" 2}", 2, 14},
      {"[1, 2", 1, 5},      {"[1]\n]", 2, 4},
      {"[01]", 1, 2},       {"{\"a\": 1,}", 1, 8},
      {"[\"a\nb\"]", 1, 3}, {"[\"\\x\"]", 1, 2},
      {"// no\n[]", 1, 0},  {"['a']", 1, 1},
  };
  for (const Bad& bad : cases) {
    const Parsed parsed = parse(bad.text);
    ASSERT_FALSE(parsed.value) << bad.text;
    EXPECT_EQ(parsed.value.error().kind, ErrorKind::Malformed) << bad.text;
    EXPECT_EQ(parsed.value.error().place.line, bad.line) << bad.text << ": " << parsed.value.error().message;
    EXPECT_EQ(parsed.value.error().place.byte, bad.byte) << bad.text << ": " << parsed.value.error().message;
    EXPECT_EQ(parsed.value.error().place.path, "a.json");
  }
}

TEST(Json, CountsTheByteOrderMarkInErrors) { EXPECT_EQ(parse("\xef\xbb\xbf[1").value.error().place.byte, 5u); }

TEST(Json, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(parse("[\"a\xff\"]").value.error().place.byte, 3u);
  EXPECT_FALSE(parse(R"(["\ud800"])").value) << "half of a surrogate pair";
  EXPECT_FALSE(parse(R"(["\udc00x"])").value) << "the other half";
  EXPECT_FALSE(parse(R"({"\udc00": 1})").value);
  EXPECT_EQ(parse(R"(["\ud83d\ude42"])").value->items[0].text, "\xf0\x9f\x99\x82");
}

TEST(Json, DoesNotTakeANulForTheEnd) {
  EXPECT_FALSE(parse(std::string_view("{}\0{}", 5)).value);
  EXPECT_FALSE(parse(std::string_view("{}\0", 3)).value);
  EXPECT_FALSE(parse(std::string_view("[1,\0]", 5)).value);
  EXPECT_EQ(parse("[\"\\u0000\"]").value->items[0].text.size(), 1u);
}

TEST(Json, BoundsDepth) {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  EXPECT_TRUE(parse(nested(limits::kJsonDepth)).value);
  EXPECT_EQ(parse(nested(limits::kJsonDepth + 1)).value.error().kind, ErrorKind::LimitReached);
  EXPECT_EQ(parse(std::string(10'000'000, '[')).value.error().kind, ErrorKind::LimitReached);
  EXPECT_FALSE(parse(std::string(60, '[')).value);
}

TEST(Json, EveryPrefixOfAValidDocumentIsAnError) {
  const std::string text = R"({"a": ["x\n\u00e9", 1.5e-3, true, null], "b": {"c": "\ud83d\ude42", "d": [[], {}]}})";
  ASSERT_TRUE(parse(text).value);
  for (std::size_t i = 0; i < text.size(); ++i) EXPECT_FALSE(parse(text.substr(0, i)).value) << text.substr(0, i);
}

TEST(Json, AnyChangedByteGivesAValueOrAnErrorWithALine) {
  const std::string text = "{\"a\": [\"x\\n\", 1.5e-3, true, null],\n \"b\": {\"c\": \"y\", \"d\": [[], {}]}}";
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[i] = static_cast<char>(byte);
      const Parsed parsed = parse(changed);
      if (!parsed.value) {
        EXPECT_TRUE(parsed.value.error().place.line) << changed;
        EXPECT_LE(parsed.value.error().place.byte.value_or(~0ull), text.size()) << changed;
      }
    }
  }
}

TEST(Value, GivesTextsOfListsAndOfOne) {
  const Value value = *parse(R"({"one": "a", "many": ["a", 1, "b"], "none": 3})").value;
  EXPECT_EQ(value.find("one")->as_texts(), std::vector<std::string>{"a"});
  EXPECT_EQ(value.find("many")->as_texts(), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(value.find("none")->as_texts().empty());
  EXPECT_EQ(value.find("none")->as_text(), "");
  EXPECT_EQ(value.find("none")->find("x"), nullptr);
}

}  // namespace
}  // namespace aboveboard::data
