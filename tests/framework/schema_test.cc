// The JSON Schema of a framework's file takes every built-in framework, and not what the parser refuses.
#include <gtest/gtest.h>

#include <filesystem>

#include "data/value.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::project_root;
using testing::read_file;

data::Value yaml(const std::string& text) {
  Diagnostics notes;
  data::ParseOptions options;
  options.byte_limit = 16u << 20;
  auto value = data::parse_yaml(text, options, notes);
  EXPECT_TRUE(value.has_value());
  return value ? std::move(*value) : data::Value{};
}

testing::SchemaCheck schema() {
  Diagnostics notes;
  auto value = data::parse_json(read_file(project_root() / "data/schema/framework.schema.json"), {.path = "framework.schema.json"}, notes);
  EXPECT_TRUE(value.has_value());
  testing::SchemaCheck check;
  if (value) check.add("framework", std::move(*value));
  return check;
}

TEST(FrameworkSchema, TakesEveryBuiltInFramework) {
  testing::SchemaCheck check = schema();
  std::size_t files = 0;
  for (const auto& file : std::filesystem::directory_iterator(project_root() / "data/frameworks")) {
    if (file.path().extension() != ".yaml" || file.path().filename() == "accepted.yaml") continue;
    EXPECT_EQ(check.check("framework", yaml(read_file(file.path()))), std::vector<std::string>()) << file.path();
    ++files;
  }
  EXPECT_GE(files, 3u);
}

TEST(FrameworkSchema, RefusesWordsThatAreNone) {
  testing::SchemaCheck check = schema();
  const std::string head = "id: h\nname: H\nrationale: R.\nrequirements:\n  - {id: r, rationale: R., when: ", tail = "}\nverdict: {met: a, unmet: b, unknown: c}\n";
  EXPECT_EQ(check.check("framework", yaml(head + "{available: datasets}" + tail)), std::vector<std::string>());
  for (const char* condition : {"{availabel: datasets}", "{available: dataset}", "{measure: {id: parameters}}", "{aspect: {id: scope, at-least: told}}", "{all: []}"}) {
    EXPECT_FALSE(check.check("framework", yaml(head + condition + tail)).empty()) << condition;
  }
}

}  // namespace
}  // namespace aboveboard
