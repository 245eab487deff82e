// Who adds what to the terms of the weights, and which statements contradict each other. Cards and policies are invented.
#include <gtest/gtest.h>

#include "detect/ruled.h"

namespace aboveboard {
namespace {

using testing::apache;
using testing::community;
using testing::policy;
using testing::rule;
using testing::Ruled;

std::string card(const std::string& front, const std::string& body = "") { return "---\n" + front + "---\n# Tern\n\n" + body; }

// Both sides of a finding, each with its line.
void expect_sides(const Finding* finding, std::vector<std::pair<std::string, std::uint64_t>> places) {
  ASSERT_NE(finding, nullptr);
  for (const auto& [path, line] : places) {
    EXPECT_TRUE(std::any_of(finding->evidence.begin(), finding->evidence.end(), [&](const Evidence& e) { return e.path == path && e.line == line; }))
        << finding->message << " lacks " << path << ":" << line;
  }
}

TEST(Composition, AnExclusionThatStandsOnlyInTheIncorporatedPolicyGoverns) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", community()}, {"USE_POLICY.md", policy()}, {"README.md", "# Tern\n"}}}});
  const auto terms = ruled.terms(TermKind::FieldOfUse);
  ASSERT_EQ(terms.size(), 1u);
  EXPECT_EQ(terms[0].term.origin, TermOrigin::Policy);
  EXPECT_EQ(terms[0].term.evidence[0].path, "USE_POLICY.md");
}

TEST(Composition, ASentenceOfTheCardBindsUsersToAPolicy) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()},
                              {"USE_POLICY.md", "# Tern use policy\n\nYou agree not to use Tern for military purposes.\n"},
                              {"README.md", card("license: apache-2.0\n", "Use of the model is subject to our use policy.\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::ConductRestricted));
  EXPECT_FALSE(ruled.found("license/policy-not-incorporated"));
  expect_sides(ruled.finding("license/policy-conflict"), {{"USE_POLICY.md", 3}, {"LICENSE", 2}});
}

TEST(Composition, APolicyThatForbidsCommerceContradictsAnOpenLicenseAndTheStricterHolds) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"USE_POLICY.md", "# Tern use policy\n\nCommercial use of Tern is strictly prohibited.\n"}, {"README.md", card("license: apache-2.0\n")}}}});
  expect_sides(ruled.finding("license/policy-conflict"), {{"USE_POLICY.md", 3}, {"LICENSE", 2}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
  ASSERT_FALSE(ruled.terms(TermKind::CommercialUse).empty());
  EXPECT_EQ(ruled.terms(TermKind::CommercialUse)[0].term.value, "no");
}

TEST(Composition, AGatingPromptAddsItsConditions) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()},
                              {"README.md", card("license: apache-2.0\nextra_gated_prompt: >-\n  Before you download Tern, please note:\n  the weights may be used for non-commercial purposes only.\nextra_gated_fields:\n  Name: text\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
  expect_sides(ruled.finding("license/prompt-conflict"), {{"LICENSE", 2}});
  const auto terms = ruled.terms(TermKind::CommercialUse);
  ASSERT_FALSE(terms.empty());
  EXPECT_EQ(terms[0].term.origin, TermOrigin::GatingPrompt);
  EXPECT_GE(terms[0].term.evidence[0].line.value_or(0), 4u);
  EXPECT_LE(terms[0].term.evidence[0].line.value_or(0), 5u);
}

TEST(Composition, APromptThatNamesALicenseMayAskForMore) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"README.md", card("license: mit\nextra_gated_prompt: You get Tern under the MIT License. You may use it for non-commercial purposes only.\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
}

TEST(Composition, ABoxThatMustBeTickedIsACondition) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nextra_gated_fields:\n  Company: text\n  I will use the weights for non-commercial purposes only: checkbox\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
  const auto terms = ruled.terms(TermKind::CommercialUse);
  ASSERT_FALSE(terms.empty());
  EXPECT_EQ(terms[0].term.evidence[0].line, 5u);
}

TEST(Composition, APromptThatAsksForAnAddressAsksNothingElse) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nextra_gated_prompt: Please tell us your name and country.\nextra_gated_fields:\n  Name: text\n  Country: country\n")}}}});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
}

TEST(Composition, AWholeLicenseInThePromptIsAText) {
  std::string indented;
  for (const std::string& line : split(community(), '\n')) indented += line.empty() ? "\n" : "  " + line + "\n";
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card("license: apache-2.0\nextra_gated_prompt: |-\n" + indented + "extra_gated_fields:\n  Name: text\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::ScaleRestricted));
  ASSERT_FALSE(ruled.terms(TermKind::UserThreshold).empty());
  EXPECT_EQ(ruled.terms(TermKind::UserThreshold)[0].term.evidence[0].path, "README.md");
  const bool detected = std::any_of(ruled.weights.begin(), ruled.weights.end(), [&](const std::string& id) { return ruled.license(id).detected; });
  EXPECT_TRUE(detected) << "the text is in a file, if not in one of its own";
}

TEST(Composition, ABadgeOverARestrictedTagIsAConflictAndTheRestrictedWins) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card("license: cc-by-nc-4.0\n", "![License](https://img.shields.io/badge/License-Apache_2.0-blue)\n\nA small bird.\n")}}}});
  expect_sides(ruled.finding("license/badge-conflict"), {{"README.md", 2}, {"README.md", 6}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
}

TEST(Composition, ABadgeThatAgreesIsNoFinding) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\n", "![License](https://img.shields.io/badge/License-Apache_2.0-blue)\n")}}}});
  for (const char* id : {"license/badge-conflict", "license/tag-text-conflict", "license/sentence-text-conflict"}) EXPECT_FALSE(ruled.found(id)) << id;
}

TEST(Composition, ASentenceAgainstTheTextBesideItIsAConflict) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", "# Tern\n\nThe model weights are released under the CC BY-NC 4.0 license.\n"}}}});
  expect_sides(ruled.finding("license/sentence-text-conflict"), {{"README.md", 3}, {"LICENSE", 2}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
}

TEST(Composition, ATagThatOffersAChoiceAgreesWithTheTextOfABranch) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: MIT OR Apache-2.0\n")}}}});
  EXPECT_FALSE(ruled.found("license/tag-text-conflict"));
  EXPECT_FALSE(ruled.found("license/tag-without-text"));
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_EQ(ruled.license(ruled.weights[0]).spdx, "MIT OR Apache-2.0");
}

TEST(Composition, ATagThatJoinsLicensesIsUnderAllOfThem) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card("license: Apache-2.0 AND CC-BY-NC-4.0\n")}}}});
  EXPECT_EQ(ruled.weights, (std::vector<std::string>{"Apache-2.0", "CC-BY-NC-4.0"}));
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
}

TEST(Composition, AnAdditionOfUnknownTermsIsNotTakenForOpen) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card("license: Apache-2.0 WITH AdditionRef-no-selling\n")}}}});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Unknown));
}

}  // namespace
}  // namespace aboveboard
