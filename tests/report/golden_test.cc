// The pages and JSON of the hand-made reports, byte for byte. ABOVEBOARD_ACCEPT=1 writes what there is now into tests/golden; read the difference
// before committing it. An accepting run is skipped, never passed.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "report/report.h"
#include "report/samples.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

struct Sample {
  const char* name;
  Report (*make)();
};
constexpr Sample kSamples[] = {{"open-release", open_release}, {"restricted-weights", restricted_weights}, {"closed-api", closed_api}, {"unreadable-release", unreadable_release}};

void compare(const std::string& name, const std::string& text, bool& accepted) {
  const auto path = project_root() / "tests/golden" / name;
  if (const char* accept = std::getenv("ABOVEBOARD_ACCEPT"); accept != nullptr && std::string(accept) == "1") {
    std::ofstream(path, std::ios::binary) << text;
    accepted = true;
    return;
  }
  EXPECT_EQ(read_file(path), text) << name;
}

TEST(Golden, PagesAt60And80And120Columns) {
  bool accepted = false;
  for (const Sample& sample : kSamples) {
    for (const int width : {60, 80, 120}) compare(std::string(sample.name) + "-" + std::to_string(width) + ".txt", write_terminal(sample.make(), {width, false}), accepted);
  }
  if (accepted) GTEST_SKIP() << "accepted";
}

TEST(Golden, Json) {
  bool accepted = false;
  for (const Sample& sample : kSamples) compare(std::string(sample.name) + ".json", write_json(sample.make(), {"aboveboard", "0.0.0", "0"}), accepted);
  if (accepted) GTEST_SKIP() << "accepted";
}

}  // namespace
}  // namespace aboveboard::testing
