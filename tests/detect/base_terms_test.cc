// What the models that a release is made from pass on, as far as its own files tell.
#include <gtest/gtest.h>

#include "detect/ruled.h"
#include "lineage/lineage.h"

namespace aboveboard {
namespace {

using testing::apache;
using testing::community;
using testing::rule;
using testing::Ruled;

std::string card(const std::string& front, const std::string& body = "") { return "---\n" + front + "---\n# Tern\n\n" + body; }

TEST(BaseTerms, UnknownWhereNothingTellsTheBasesLicense) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n")}}}});
  ASSERT_EQ(ruled.lineage.size(), 1u);
  EXPECT_EQ(ruled.lineage[0].terms_inherited, "unknown");
  EXPECT_TRUE(ruled.found("license/base-terms-unknown"));
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
}

TEST(BaseTerms, ASentenceThatNamesTheBaseTellsItsLicense) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()},
                              {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "Tern is derived from Otter 7B, which is licensed under CC BY-NC 4.0.\n")}}}});
  ASSERT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"CC-BY-NC-4.0"});
  EXPECT_NE(ruled.lineage[0].terms_inherited.find("commercial use"), std::string::npos);
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
  const Finding* dropped = ruled.finding("license/drift");
  ASSERT_NE(dropped, nullptr);
  EXPECT_TRUE(std::any_of(dropped->evidence.begin(), dropped->evidence.end(), [](const Evidence& e) { return e.path == "README.md" && e.line == 7u; }));
  EXPECT_TRUE(std::any_of(dropped->evidence.begin(), dropped->evidence.end(), [](const Evidence& e) { return e.path == "LICENSE"; }));
  const auto terms = ruled.terms(TermKind::CommercialUse);
  ASSERT_FALSE(terms.empty());
  EXPECT_EQ(terms[0].term.origin, TermOrigin::Base);
}

TEST(BaseTerms, ALicenseFileNamedForTheBaseIsTheBases) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"base_model/LICENSE", community()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n")}}}});
  ASSERT_EQ(ruled.lineage[0].licenses.size(), 1u);
  EXPECT_TRUE(ruled.governed_by(LicenseClass::ScaleRestricted));
  EXPECT_TRUE(ruled.found("license/drift"));
}

TEST(BaseTerms, TheReleasesOwnLicenseFlowsDown) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card("license: llama3.1\nbase_model: lakelab/otter-7b\n")}}}});
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"LicenseRef-llama-3.1"});
  EXPECT_NE(ruled.lineage[0].terms_inherited.find("user threshold"), std::string::npos);
  EXPECT_FALSE(ruled.found("license/base-terms-unknown"));
}

TEST(BaseTerms, ABaseThatAsksForTheSameTermsIsNotRelicensed) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "Tern is derived from Otter 7B, originally under the CC BY-SA 4.0 license.\n")}}}});
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"CC-BY-SA-4.0"});
  EXPECT_TRUE(ruled.found("license/drift"));
}

TEST(BaseTerms, AnOpenBaseAddsNothing) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "Tern is derived from Otter 7B, originally licensed under the MIT License.\n")}}}});
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"MIT"});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_FALSE(ruled.found("license/drift"));
}

TEST(BaseTerms, ADataSetIsNoBase) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()},
                              {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\ndatasets:\n- lakelab/pond\n", "The base model is under the CC BY-NC 4.0 license.\n")}}}});
  ASSERT_EQ(ruled.lineage.size(), 2u);
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"CC-BY-NC-4.0"}) << "it is the only base, whatever it was trained on";
  EXPECT_EQ(ruled.lineage[1].relation, "dataset");
  EXPECT_TRUE(ruled.lineage[1].licenses.empty());
  EXPECT_FALSE(ruled.found("license/base-terms-unknown"));
}

TEST(BaseTerms, ASourceGivenUnderTheBasesNameTellsItsLicense) {
  Diagnostics notes;
  SourceInfo derived, base;
  derived.name = "tern", derived.location = "tern", derived.role = Role::Weights;
  base.name = "otter-7b", base.location = "otter-7b", base.role = Role::Docs;
  const auto first = memory_source(derived, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n")}});
  const auto second = memory_source(base, {{"README.md", "---\nlicense: cc-by-nc-4.0\n---\n# Otter\n"}});
  const std::vector<ScannedSource> scanned = {scan(*first, notes), scan(*second, notes)};
  const Scope scope{scanned, false};
  auto components = detect_components(scope);
  auto lineage = lineage::declared(scope.sources);
  const Governance governance = detect_governance(*read_licenses(scope), detect_statements(scope), components, lineage);
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].licenses, std::vector<std::string>{"CC-BY-NC-4.0"});
}

}  // namespace
}  // namespace aboveboard
