#include <gtest/gtest.h>

#include "license/license.h"

namespace aboveboard::license {
namespace {

TEST(Expression, NormalizesIdsAndOperators) {
  const auto parsed = parse_expression("mit or (apache-2.0 and BSD-3-clause)");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->normalized, "MIT OR (Apache-2.0 AND BSD-3-Clause)");
  EXPECT_EQ(parsed->ids, (std::vector<std::string>{"MIT", "Apache-2.0", "BSD-3-Clause"}));
  EXPECT_TRUE(parsed->has_or);
}

TEST(Expression, DeprecatedIdsAndPlusResolve) {
  EXPECT_EQ(parse_expression("GPL-2.0+")->normalized, "GPL-2.0-or-later");
  EXPECT_EQ(parse_expression("GPL-3.0")->normalized, "GPL-3.0-only");
  EXPECT_EQ(parse_expression("Apache-2.0+")->normalized, "Apache-2.0+");
}

TEST(Expression, ExceptionsAndReferencesAreKept) {
  EXPECT_EQ(parse_expression("GPL-2.0-only WITH Classpath-exception-2.0")->normalized, "GPL-2.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(parse_expression("LicenseRef-orchid")->ids[0], "LicenseRef-orchid");
}

TEST(Expression, NonsenseFails) {
  EXPECT_FALSE(parse_expression(""));
  EXPECT_FALSE(parse_expression("MIT AND"));
  EXPECT_FALSE(parse_expression("(MIT"));
  EXPECT_FALSE(parse_expression("MIT Apache-2.0"));
  EXPECT_FALSE(parse_expression("no-such-license"));
  EXPECT_FALSE(parse_expression(std::string(100, '(') + "MIT"));
}

}  // namespace
}  // namespace aboveboard::license
