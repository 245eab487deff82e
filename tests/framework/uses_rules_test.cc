// The rules of uses as data: mistakes in them, and the regions of the world.
#include "framework/uses_rules.h"

#include <gtest/gtest.h>

#include "data/value.h"
#include "framework/regions.h"

namespace aboveboard {
namespace {

data::Value yaml(const std::string& text) {
  Diagnostics notes;
  auto value = data::parse_yaml(text, {.path = "uses.yaml"}, notes);
  EXPECT_TRUE(value.has_value());
  return value ? *value : data::Value{};
}

TEST(UseRules, MistakesAreErrorsWithTheirLineAndTheNearestWord) {
  const auto broken = [](const std::string& text) {
    const auto parsed = parse_uses(yaml(text));
    return parsed ? std::string() : std::to_string(parsed.error().place.line.value_or(0)) + " " + parsed.error().message;
  };
  const std::string head = "uses:\n  - id: a\n    title: a\n    rationale: a\n";
  EXPECT_EQ(broken(head + "    terms-of: [parametres]\n").find("2 no component is called \"parametres\"; did you mean parameters"), 0u) << broken(head + "    terms-of: [parametres]\n");
  EXPECT_EQ(broken(head + "    cheks: []\n").find("5 unknown key \"cheks\"; did you mean checks"), 0u);
  EXPECT_NE(broken(head + "    checks: [no-dangers]\n").find("did you mean no-danger"), std::string::npos);
  EXPECT_NE(broken(head + "    examples: {perhaps: []}\n").find("not \"perhaps\""), std::string::npos);
  EXPECT_NE(broken(head + "  - id: a\n    title: a\n    rationale: a\n").find("stands twice"), std::string::npos);
  const auto effects = [](const std::string& row) {
    UseRule use;
    use.id = "application";
    const auto parsed = parse_effects(yaml("groups: {}\nclasses: []\nterms:\n  - " + row + "\n"), {use});
    return parsed ? std::string() : parsed.error().message;
  };
  EXPECT_EQ(effects("{kind: geography, value: any, effect: region, in: [application]}"), "");
  EXPECT_NE(effects("{kind: geography, value: any, effect: region, in: [aplication]}").find("did you mean application"), std::string::npos);
  EXPECT_NE(effects("{kind: geography, value: any, effect: regoin, in: [application]}").find("did you mean region"), std::string::npos);
  EXPECT_NE(effects("{kind: geo, value: any, effect: region, in: [application]}").find("\"geo\""), std::string::npos);
  EXPECT_NE(effects("{kind: geography, value: any, effect: region, in: []}").find("names the uses"), std::string::npos);
}

TEST(Regions, CodesAreReadInAnyCaseAndNamesAreKnown) {
  EXPECT_EQ(region_code("de"), "DE");
  EXPECT_EQ(region_code("EU"), "EU");
  EXPECT_FALSE(region_code("ZZ").has_value());
  EXPECT_EQ(region_name("NO"), "Norway");
  EXPECT_EQ(region_by_name("the United Kingdom"), "GB");
  EXPECT_EQ(region_by_name("Germany"), "DE");
}

}  // namespace
}  // namespace aboveboard
