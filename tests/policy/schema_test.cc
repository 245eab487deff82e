// The JSON Schema of a policy takes the policies that we ship, and not what the reader refuses.
#include <gtest/gtest.h>

#include <filesystem>

#include "data/value.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::project_root;
using testing::read_file;

data::Value parsed(const std::string& text) {
  Diagnostics notes;
  auto value = data::parse_yaml(text, {.path = "policy.yaml"}, notes);
  EXPECT_TRUE(value.has_value());
  return value ? std::move(*value) : data::Value{};
}

std::vector<std::string> faults_of(const std::string& policy) {
  testing::SchemaCheck check;
  for (const char* name : {"policy.schema.json", "report.schema.json"}) {  // the first refers to the second
    Diagnostics notes;
    auto schema = data::parse_json(read_file(project_root() / "data/schema" / name), {.path = name}, notes);
    EXPECT_TRUE(schema.has_value());
    if (schema) check.add(name, std::move(*schema));
  }
  return check.check("policy.schema.json", parsed(policy));
}

TEST(PolicySchema, TakesEveryPolicyThatWeShip) {
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(project_root() / "examples/policies")) {
    EXPECT_EQ(faults_of(read_file(file.path())), std::vector<std::string>()) << file.path();
    ++files;
  }
  EXPECT_GE(files, 5u);
}

TEST(PolicySchema, TakesThePolicyThatInitWrites) {
  const data::Value held = parsed(read_file(project_root() / "data/policy/init.yaml"));
  ASSERT_NE(held.find("text"), nullptr);
  EXPECT_EQ(faults_of(std::string(held.find("text")->as_text())), std::vector<std::string>());
}

TEST(PolicySchema, RefusesWordsAndTypesThatAreNone) {
  EXPECT_FALSE(faults_of("version: 1\nlabels: {at-least: open-weights}\n").empty());
  EXPECT_FALSE(faults_of("version: 1\nlabel: {at-least: very-open}\n").empty());
  EXPECT_FALSE(faults_of("version: 1\nlabel: [open-weights]\n").empty());
  EXPECT_FALSE(faults_of("label: {at-least: open-weights}\n").empty());
  EXPECT_FALSE(faults_of("version: 1\nwaivers: [{rule: \"policy/*\", reason: r, owner: o, expires: 31.12.2026}]\n").empty());
}

}  // namespace
}  // namespace aboveboard
