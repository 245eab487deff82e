#include "detect/statements.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "detect/release_of.h"

namespace aboveboard {
namespace {

using testing::ReleaseOf;
using testing::says;

ReleaseOf release_of(const detect::Example& example) {
  std::vector<MemoryFile> files;
  for (const auto& file : example.files) files.push_back({file.path, file.text});
  return ReleaseOf(example.role, std::move(files));
}

TEST(StatementRules, AreWellFormed) { EXPECT_EQ(detect::check_statement_rules(), std::vector<std::string>{}); }

TEST(StatementRules, HoldOnTheirOwnExamples) {
  for (const auto& one : detect::statement_examples()) {
    EXPECT_FALSE(one.pass.empty()) << one.id;
    EXPECT_FALSE(one.fail.empty()) << one.id;
    for (std::size_t i = 0; i < one.pass.size(); ++i) EXPECT_TRUE(says(release_of(one.pass[i]), one.id)) << one.id << " pass " << i;
    for (std::size_t i = 0; i < one.fail.size(); ++i) EXPECT_FALSE(says(release_of(one.fail[i]), one.id)) << one.id << " fail " << i;
  }
}

TEST(Statements, OtherModelsDoNotCount) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\nMost models do not disclose the training data. Unlike them, whose weights are not released, Heron is given whole.\n"}});
  EXPECT_FALSE(says(release, "data.withheld"));
  EXPECT_FALSE(says(release, "weights.withheld"));
}

TEST(Statements, LicensesAndPoliciesAreSilent) {
  const ReleaseOf release(Role::Code, {{"LICENSE.md", "We do not release the training data. The weights are not released.\n"}, {"USE_POLICY.md", "The weights are not released.\n"}});
  EXPECT_TRUE(detect_statements(release.scope()).empty());
}

TEST(Statements, EvidenceHasTheLine) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\nIt answers.\n\nWe do not disclose the training data.\n"}});
  for (const Statement& statement : detect_statements(release.scope())) {
    if (statement.id != "data.withheld") continue;
    ASSERT_EQ(statement.evidence.size(), 1u);
    EXPECT_EQ(statement.evidence[0].line, 5u);
    EXPECT_EQ(statement.evidence[0].path, "README.md");
    return;
  }
  FAIL() << "data.withheld not found";
}

TEST(Statements, PromiseIsNoRelease) {
  const ReleaseOf release(Role::Code, {{"README.md", "# Heron\n\nThe model weights will be released soon.\n"}});
  EXPECT_TRUE(says(release, "weights.planned"));
  EXPECT_FALSE(says(release, "weights.download"));
}

}  // namespace
}  // namespace aboveboard
