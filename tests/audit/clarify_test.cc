// What an audit says of clarifications that no longer hold.
#include "audit/clarify.h"

#include <gtest/gtest.h>

namespace aboveboard {
namespace {

ClarificationOutcome outcome(ClarificationState state, std::string found) {
  return {{"docs/LICENSE", std::string(64, 'a'), "MIT", "read by us"}, state, std::move(found), {}};
}

TEST(Clarifications, ThatLapsedAreToldWithBothDigests) {
  const std::string bound = "The clarification of docs/LICENSE as MIT has lapsed: it is bound to SHA-256 " + std::string(64, 'a');
  const auto told = judge_clarifications({outcome(ClarificationState::Lapsed, std::string(64, 'b')), outcome(ClarificationState::Lapsed, "")});
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].rule, "policy/clarification-lapsed");
  EXPECT_EQ(told[0].message, bound + ", and the file has " + std::string(64, 'b') + ". The license stays as it was read.");
  EXPECT_EQ(told[1].message, bound + ", and the file could not be read to its end. The license stays as it was read.");
}

TEST(Clarifications, ThatHoldOrMatchNothingAreNoFindings) {
  EXPECT_TRUE(judge_clarifications({outcome(ClarificationState::Applied, ""), outcome(ClarificationState::Absent, "")}).empty());
}

}  // namespace
}  // namespace aboveboard
