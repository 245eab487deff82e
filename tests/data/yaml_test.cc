#include <gtest/gtest.h>

#include <chrono>
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

Parsed parse(std::string_view text, ParseOptions options = {.path = "card.md"}) {
  Diagnostics notes;
  Result<Value> value = parse_yaml(text, options, notes);
  return {std::move(value), std::move(notes)};
}

ValueType type_of(std::string_view scalar) { return parse(scalar).value.value().type; }

TEST(Yaml, KeepsOrderLinesAndLists) {
  const Parsed parsed = parse("license: mit\ntags:\n- a\n- b\nnested:\n  x: 1\n  y: [p, q]\n");
  ASSERT_TRUE(parsed.value) << to_string(parsed.value.error());
  const Value& root = *parsed.value;
  EXPECT_EQ(root.find("license")->as_text(), "mit");
  EXPECT_EQ(root.find("tags")->as_texts(), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(root.find("tags")->items[1].line, 4u);
  EXPECT_EQ(root.members[2].line, 5u);
  EXPECT_EQ(root.find("nested")->find("x")->integer, 1);
  EXPECT_EQ(root.find("nested")->find("y")->items.size(), 2u);
  EXPECT_EQ(root.find("nested")->find("y")->line, 7u);
}

TEST(Yaml, CountsLinesOfTheWholeFile) {
  const Parsed parsed = parse("a: 1\nb: 2\n", {.path = "card.md", .first_line = 2});
  EXPECT_EQ(parsed.value->members[1].line, 3u);
  EXPECT_EQ(parse("a: 1\nb: [\n", {.path = "card.md", .first_line = 2}).value.error().place.path, "card.md");
  EXPECT_GE(*parse("a: 1\nb: [\n", {.path = "card.md", .first_line = 2}).value.error().place.line, 3u);
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchema) {
  for (const char* text : {"no", "yes", "on", "off", "y", "1.0.0", "0b1", "1_000", "nul", "+", "-a", ".", "e3", "1e",
                           "0x", "0xg", "2024-01-01"}) {
    EXPECT_EQ(type_of(text), ValueType::String) << text;
  }
  for (const char* text : {"~", "null", "Null", "NULL"}) EXPECT_EQ(type_of(text), ValueType::Null) << text;
  for (const char* text : {"true", "False", "TRUE"}) EXPECT_EQ(type_of(text), ValueType::Bool) << text;
  for (const char* text : {"0", "-1", "+12", "0o17", "0xFF", "1.", ".5", "-1.5e+3", ".inf", "-.INF", ".nan", "7e8"}) {
    EXPECT_EQ(type_of(text), ValueType::Number) << text;
  }
  EXPECT_EQ(parse("0o17").value->integer, 15);
  EXPECT_EQ(parse("0xFF").value->integer, 255);
  EXPECT_EQ(parse("+12").value->integer, 12);
  EXPECT_EQ(parse("7e8").value->integer, 700'000'000);
  EXPECT_EQ(parse("-.inf").value->number, -INFINITY);
  EXPECT_EQ(parse("1.10").value->text, "1.10") << "a version keeps its spelling";
}

TEST(Yaml, LeavesQuotedAndTaggedScalarsText) {
  for (const char* text : {"\"1\"", "'true'", "!!str 1", "\"\"", "|\n  12\n", ">\n  null\n"}) {
    EXPECT_EQ(type_of(text), ValueType::String) << text;
  }
  EXPECT_EQ(parse("a: |\n  x\n  y\n").value->find("a")->text, "x\ny\n");
}

TEST(Yaml, TakesAnEmptyDocumentForNull) {
  EXPECT_EQ(parse("").value->type, ValueType::Null);
  EXPECT_EQ(parse("# only a comment\n").value->type, ValueType::Null);
  EXPECT_EQ(parse("a:\nb: x").value->find("a")->type, ValueType::Null);
}

TEST(Yaml, NotesRepeatedKeysWithTheirLine) {
  const Parsed parsed = parse("license: mit\nname: x\nlicense: apache-2.0\n");
  ASSERT_TRUE(parsed.value);
  EXPECT_EQ(parsed.value->members.size(), 3u);
  ASSERT_EQ(parsed.notes.items().size(), 1u);
  EXPECT_EQ(parsed.notes.items()[0].rule, "format/yaml-duplicate-key");
  EXPECT_EQ(parsed.notes.items()[0].error.place.line, 3u);
}

TEST(Yaml, RefusesAliases) {
  const Parsed parsed = parse("a: &x [1, 2]\nb: *x\n");
  ASSERT_FALSE(parsed.value);
  EXPECT_EQ(parsed.value.error().kind, ErrorKind::Unsupported);
  EXPECT_EQ(parsed.value.error().place.line, 2u);
  EXPECT_TRUE(parse("a: &x 1\n").value) << "an anchor alone does no harm";
}

TEST(Yaml, RefusesABombAtItsFirstAlias) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    const std::string name = "a" + std::to_string(i), before = "*a" + std::to_string(i - 1);
    bomb += name + ": &" + name + " [" + before + ", " + before + ", " + before + ", " + before + "]\n";
  }
  const Parsed parsed = parse(bomb);
  ASSERT_FALSE(parsed.value);
  EXPECT_EQ(parsed.value.error().place.line, 2u);
}

TEST(Yaml, BoundsSizeNodesAndDepth) {
  EXPECT_EQ(parse(std::string(limits::kYamlBytes + 1, ' ')).value.error().kind, ErrorKind::LimitReached);
  std::string many = "[";
  for (std::uint64_t i = 0; i <= limits::kYamlNodes; ++i) many += "a,";
  EXPECT_EQ(parse(many + "]").value.error().kind, ErrorKind::LimitReached);
  EXPECT_EQ(parse("[a, b]", {.path = "x", .node_limit = 3}).value->items.size(), 2u);
  EXPECT_EQ(parse("[a, b]", {.path = "x", .node_limit = 2}).value.error().kind, ErrorKind::LimitReached);
  EXPECT_EQ(parse(std::string(100, '[') + std::string(100, ']')).value.error().kind, ErrorKind::LimitReached);
  for (const std::string piece : {"[", "{", "- ", "? ", "{a: "}) {
    std::string deep;
    while (deep.size() < 100'000) deep += piece;
    EXPECT_FALSE(parse(deep).value) << piece;
  }
}

TEST(Yaml, SaysWhereItIsBroken) {
  for (const char* text : {"a: 1\nb: [1, 2\n", "a: 1\n b: 2\n", "a: 1\nb: \"x\n", "a: 1\nb: 'x", "a: 1\nb: 'it''s\n",
                           "a: 1\nb: \"x\\\"\n", "a: 1\n\tb: 2", "a: 1\nb: @x", "a: 1\n}"}) {
    const Parsed parsed = parse(text);
    ASSERT_FALSE(parsed.value) << text;
    EXPECT_EQ(parsed.value.error().kind, ErrorKind::Malformed) << text;
    EXPECT_GE(parsed.value.error().place.line.value_or(0), 2u) << text;
    EXPECT_NE(parsed.value.error().message.find("YAML"), std::string::npos);
  }
}

TEST(Yaml, RefusesWhatIsNotUtf8) {
  EXPECT_EQ(parse("a: 1\nb: \xff\n").value.error().place.line, 2u);
  EXPECT_FALSE(parse(std::string_view("\xff\xfe"
                                      "a\0",
                                      4))
                   .value)
      << "UTF-16";
}

TEST(Yaml, ReadsTheFirstOfSeveralDocuments) {
  for (const char* text : {"a: 1\n---\nb: 2\n", "a: 1\n---\nb: [\n", "---\na: 1\n...\n---\n- x\n"}) {
    const Parsed parsed = parse(text);
    ASSERT_TRUE(parsed.value) << text;
    EXPECT_EQ(parsed.value->find("a")->integer, 1);
    ASSERT_EQ(parsed.notes.items().size(), 1u) << text;
    EXPECT_EQ(parsed.notes.items()[0].rule, "format/yaml-several-documents");
  }
}

TEST(Yaml, KeepsTheRestWhereAKeyIsNoScalar) {
  const Parsed parsed = parse("base: {{ base }}\nlicense: mit\n");
  ASSERT_TRUE(parsed.value) << to_string(parsed.value.error());
  EXPECT_EQ(parsed.value->find("license")->as_text(), "mit");
  ASSERT_FALSE(parsed.notes.items().empty());
  EXPECT_EQ(parsed.notes.items()[0].rule, "format/yaml-complex-key");
}

TEST(Yaml, EveryPrefixGivesAValueOrAnError) {
  const std::string text =
      "a: &x \"q\\\"\"\nb:\n- {c: d, e: [1, 2]}\n- |\n  block\n? k\n: !!str v\nf: *x\n--- \ng: 'h'\n... # end\n";
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const Parsed parsed = parse(text.substr(0, i));
    EXPECT_TRUE(parsed.value || parsed.value.error().place.line) << i;
  }
}

TEST(Yaml, AnyChangedByteGivesAValueOrAnError) {
  const std::string text = "a: \"q\"\nb:\n- {c: d, e: [1, 2]}\n- |\n  x\nf: 'h'\n";
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string changed = text;
      changed[i] = static_cast<char>(byte);
      const Parsed parsed = parse(changed);
      EXPECT_TRUE(parsed.value || parsed.value.error().place.line) << i;
    }
  }
}

// What takes more than linear time shows long before the limit.
TEST(Yaml, StaysQuickOnHostileText) {
  for (const std::string piece :
       {"a: b\n", "? a\n",    "- - - -\n", "a: [",   "\"a\" ", "a:\n", "&a ", "!a ", "'",          "#",
        "a ",     "{a: b}, ", "%T x\n",    "--- \n", "|\n",    "\\",   "-\n", "[a,", "a: |\n b\n", "{a,"}) {
    std::string text;
    while (text.size() + piece.size() <= limits::kYamlBytes / 4) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    const Parsed parsed = parse(text);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    EXPECT_LT(took.count(), 5.0) << piece;
  }
}

}  // namespace
}  // namespace aboveboard::data
