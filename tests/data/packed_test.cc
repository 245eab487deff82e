#include "data/packed.h"

#include <gtest/gtest.h>

namespace aboveboard::data {
namespace {

Value json(std::string_view text) {
  Diagnostics notes;
  auto value = parse_json(text, {}, notes);
  EXPECT_TRUE(value) << text;
  return value ? std::move(*value) : Value{};
}

// Everything but the lines.
void expect_same(const Value& a, const Value& b) {
  EXPECT_EQ(a.type, b.type);
  EXPECT_EQ(a.boolean, b.boolean);
  EXPECT_EQ(a.number, b.number);
  EXPECT_EQ(a.integer, b.integer);
  EXPECT_EQ(a.text, b.text);
  ASSERT_EQ(a.items.size(), b.items.size());
  for (std::size_t i = 0; i < a.items.size(); ++i) expect_same(a.items[i], b.items[i]);
  ASSERT_EQ(a.members.size(), b.members.size());
  for (std::size_t i = 0; i < a.members.size(); ++i) {
    EXPECT_EQ(a.members[i].key, b.members[i].key);
    expect_same(a.members[i].value, b.members[i].value);
  }
}

TEST(Packed, KeepsEveryKindOfValue) {
  const Value value = json(R"({"a":[null,true,false,1,-2.5,1e30,"","text"],"":{"b":{"c":[]}},"d":{}})");
  expect_same(unpack(pack(value)), value);
  Value large;
  large.type = ValueType::String;
  for (const std::size_t size : {0x7FU, 0x80U, 0x3FFFU, 0x4000U}) {
    large.text = std::string(size, 'x');
    expect_same(unpack(pack(large)), large);
  }
}

TEST(Packed, LeavesOutMembersOfEveryKindAtAnyDepth) {
  const Value value = json(R"([{"a":1,"pass":["x"],"b":{"pass":{"y":2},"c":3,"fail":null}},{"fail":true,"d":"pass"}])");
  expect_same(unpack(pack(value), {"pass", "fail"}), json(R"([{"a":1,"b":{"c":3}},{"d":"pass"}])"));
}

}  // namespace
}  // namespace aboveboard::data
