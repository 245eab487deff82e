// Reports of whole releases are read back to the same bytes and the same page: the examples, and real ones where a folder of them is named by ABOVEBOARD_CASES or
// lies beside the checkout.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "audit/audit.h"
#include "report/read_json.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> schema_errors(const std::string& json) {
  Diagnostics notes;
  auto schema = data::parse_json(read_file(project_root() / "data/schema/report.schema.json"), {.path = "report.schema.json"}, notes);
  const auto value = data::parse_json(json, {.path = "report.json"}, notes);
  EXPECT_TRUE(schema && value);
  if (!schema || !value) return {};
  SchemaCheck check;
  check.add("report.schema.json", std::move(*schema));
  return check.check("report.schema.json", *value);
}

void expect_read_back(const std::vector<Target>& targets) {
  AuditOptions options;
  options.targets = targets;
  const Result<Report> report = audit(options);
  ASSERT_TRUE(report) << to_string(report.error());
  const std::string json = write_json(*report, {"aboveboard", "1.2.3", "0123abcd"});
  const Result<StoredReport> stored = read_report(json, {"report.json", {}, {}});
  ASSERT_TRUE(stored) << to_string(stored.error());
  EXPECT_EQ(write_json(stored->report, stored->tool), json);
  EXPECT_EQ(schema_errors(json), std::vector<std::string>());
  EXPECT_EQ(write_terminal(stored->report, {80, false}), write_terminal(*report, {80, false}));
}

std::vector<fs::path> folders_of(const fs::path& folder) {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

TEST(ReadBack, Examples) {
  for (const fs::path& folder : folders_of(project_root() / "examples")) {
    SCOPED_TRACE(folder.string());
    expect_read_back({{folder.string(), std::nullopt}});
  }
}

TEST(ReadBack, RealReleases) {
  const char* named = std::getenv("ABOVEBOARD_CASES");
  const fs::path cases = named != nullptr ? fs::path(named) : project_root().parent_path() / "cases";
  if (!fs::is_directory(cases)) GTEST_SKIP() << "no cases here";
  for (const fs::path& folder : folders_of(cases)) {
    SCOPED_TRACE(folder.string());
    std::vector<Target> targets;
    for (const fs::path& source : folders_of(folder)) targets.push_back({source.string(), source.filename() == "weights" ? std::optional(Role::Weights) : std::nullopt});
    if (!targets.empty()) expect_read_back(targets);
  }
}

}  // namespace
}  // namespace aboveboard::testing
