// Models that the reference library wrote, and what its checker says of broken ones (tools/fixtures/make_onnx.py).
#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "base/text.h"
#include "examined.h"
#include "format/onnx/onnx.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

std::string fixture(const std::string& name) { return read_file(project_root() / "tests/fixtures/onnx" / name); }

std::string from_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes.push_back(static_cast<char>(digit(hex[i]) << 4 | digit(hex[i + 1])));
  return bytes;
}

TEST(OnnxFixtures, AreRecognizedAndValid) {
  for (const std::string name : {"small.onnx", "all_types.onnx", "branches.onnx", "external.onnx"}) {
    const std::string bytes = fixture(name);
    ASSERT_FALSE(bytes.empty()) << name;
    EXPECT_TRUE(sniffs(bytes, format::looks_like_onnx)) << name;
    const Examined model(bytes, format::read_onnx);
    EXPECT_EQ(model.rules(), "") << name;
    EXPECT_TRUE(model.contents.constructs.empty()) << name;
  }
}

TEST(OnnxFixtures, HaveTheirTensors) {
  EXPECT_EQ(Examined(fixture("small.onnx"), format::read_onnx).tensors(), "w FLOAT [2,3] 24\nb FLOAT [3] 12\n");
  EXPECT_EQ(Examined(fixture("branches.onnx"), format::read_onnx).tensors(), "else_value FLOAT [2] 8\nthen_value FLOAT [2] 8\n");
  const Examined external(fixture("external.onnx"), format::read_onnx);
  EXPECT_EQ(external.tensors(), "w FLOAT [2,3] 24\nb FLOAT [3] 12\n");
  EXPECT_TRUE(external.metadata("onnx.external_data").starts_with("weights.bin "));
  const Examined types(fixture("all_types.onnx"), format::read_onnx);
  EXPECT_EQ(types.contents.tensor_count, 33u) << types.tensors();  // 14 types twice, BFLOAT16, STRING, a sparse tensor, w and b
}

// What the checker accepts is valid here, and what it refuses is not. The exceptions are listed.
TEST(OnnxFixtures, AgreeWithTheReferencesChecker) {
  const std::set<std::string> stricter = {"raw_too_short"};  // the checker of onnx 1.12 does not compare lengths; that of 1.21 does
  std::istringstream lines(fixture("checker.tsv"));
  std::string line;
  std::size_t compared = 0;
  while (std::getline(lines, line)) {
    const std::vector<std::string> columns = split(line, '\t');
    ASSERT_EQ(columns.size(), 3u);
    const std::string bytes = from_hex(columns[2]);
    const Examined model(bytes, format::read_onnx);
    const bool accepted = columns[1] == "accepted" && !stricter.contains(columns[0]);
    EXPECT_EQ(model.contents.valid, accepted) << columns[0] << ": " << model.rules();
    ++compared;
  }
  EXPECT_GT(compared, 50u);
}

}  // namespace
}  // namespace aboveboard::testing
