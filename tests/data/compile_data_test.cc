#include <gtest/gtest.h>

#include <filesystem>
#include <string>

#include "data/packed.h"
#include "support/paths.h"

namespace aboveboard::data {
namespace {

namespace fs = std::filesystem;
using testing::ScratchDir;

// Runs the compiler of our data over scratch/in, into scratch/blob and scratch/index.
testing::RunResult compile(const ScratchDir& scratch) {
  const fs::path program = testing::program().parent_path() / "compile_data";
  return testing::run("'" + program.string() + "' in blob index", scratch.path());
}

class CompileData : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(testing::program().parent_path() / "compile_data")) GTEST_SKIP() << "compile_data is not built";
  }
};

TEST_F(CompileData, WritesFilesInOrderAsJson) {
  const ScratchDir scratch;
  scratch.write("in/b.yaml", "x: [1, no, 1.5, ~, true]\n");
  scratch.write("in/a/c.yaml", "text: |\n  two\n  lines\n");
  scratch.write("in/README.md", "not data");
  ASSERT_EQ(compile(scratch).exit_code, 0);
  const std::string json = "{\"text\":\"two\\nlines\\n\"}\n{\"x\":[1,\"no\",1.5,null,true]}\n";
  const std::string blob = testing::read_file(scratch.path() / "blob");
  ASSERT_TRUE(blob.starts_with(json)) << blob;
  const std::string index = testing::read_file(scratch.path() / "index");
  EXPECT_NE(index.find("{\"a/c.yaml\", 0, 24, 0, 20}"), std::string::npos) << index;
  EXPECT_NE(index.find("{\"b.yaml\", 24, 29, 20, 22}"), std::string::npos) << index;
  EXPECT_NE(index.find("{nullptr, 53, 0, 0, 0}"), std::string::npos) << index;
  EXPECT_EQ(unpack(std::string_view(blob).substr(53, 20)).find("text")->text, "two\nlines\n");
  EXPECT_EQ(unpack(std::string_view(blob).substr(73, 22)).find("x")->items.at(2).number, 1.5);
}

TEST_F(CompileData, GivesTheSameBytesAgainAndAnotherDigestForOtherData) {
  const ScratchDir scratch;
  scratch.write("in/a.yaml", "x: 1\n");
  ASSERT_EQ(compile(scratch).exit_code, 0);
  const std::string first = testing::read_file(scratch.path() / "index");
  ASSERT_EQ(compile(scratch).exit_code, 0);
  EXPECT_EQ(testing::read_file(scratch.path() / "index"), first);
  scratch.write("in/a.yaml", "x: 2\n");
  ASSERT_EQ(compile(scratch).exit_code, 0);
  EXPECT_NE(testing::read_file(scratch.path() / "index"), first);
}

TEST_F(CompileData, RefusesWhatIsNotGoodData) {
  const char* const bad[] = {"a: 1\nb: [\n", "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "a: 1\n---\nb: 2\n"};
  for (const char* text : bad) {
    const ScratchDir scratch;
    scratch.write("in/good.yaml", "x: 1\n");
    scratch.write("in/rules.yaml", text);
    const testing::RunResult result = compile(scratch);
    EXPECT_EQ(result.exit_code, 1) << text;
    EXPECT_NE(result.err.find("rules.yaml:"), std::string::npos) << result.err;
    EXPECT_FALSE(fs::exists(scratch.path() / "index"));
  }
}

TEST_F(CompileData, CompilesNothingToAnEmptyTable) {
  const ScratchDir scratch;
  fs::create_directory(scratch.path() / "in");
  EXPECT_EQ(compile(scratch).exit_code, 0);
  EXPECT_EQ(testing::read_file(scratch.path() / "blob"), "");
}

}  // namespace
}  // namespace aboveboard::data
