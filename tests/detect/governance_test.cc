#include <gtest/gtest.h>

#include <algorithm>

#include "detect/ruled.h"

namespace aboveboard {
namespace {

using testing::apache;
using testing::community;
using testing::kNone;
using testing::kOffer;
using testing::kProgram;
using testing::policy;
using testing::rule;
using testing::Ruled;

TEST(Governance, ACodeLicenseIsNeverLentToWeights) {
  const Ruled ruled = rule({{Role::Code, {{"LICENSE", apache()}, {"README.md", kOffer}, {"run.py", kProgram}}}});
  EXPECT_EQ(ruled.weights, kNone);
  EXPECT_TRUE(ruled.found("license/weights-without-license"));
}

TEST(Governance, ALicenseSaidToBeOfTheCodeStaysWithTheCode) {
  const Ruled ruled = rule({{Role::Code, {{"LICENSE", apache()}, {"README.md", std::string(kOffer) + "## License\n\nThis code is licensed under the [Apache 2.0](LICENSE) license.\n"}, {"run.py", kProgram}}}});
  EXPECT_EQ(ruled.weights, kNone);
}

TEST(Governance, ASentenceMayGiveOneLicenseToCodeAndWeights) {
  const Ruled ruled = rule({{Role::Code, {{"LICENSE", apache()}, {"README.md", std::string(kOffer) + "The code and the model weights are released under the Apache 2.0 license.\n"}, {"run.py", kProgram}}}});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_TRUE(ruled.license("Apache-2.0").detected);
}

TEST(Governance, TwoLinksInOneSentenceGoToWhatEachSpeaksOf) {
  const Ruled ruled = rule({{Role::Code,
                             {{"LICENSE", apache()},
                              {"LICENSE_WEIGHTS", community()},
                              {"README.md", std::string(kOffer) + "Read the repository's [LICENSE](LICENSE) before you use the code and [LICENSE_WEIGHTS](./LICENSE_WEIGHTS) for the released models.\n"},
                              {"run.py", kProgram}}}});
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_NE(ruled.weights.front(), "Apache-2.0");
}

TEST(Governance, AFileNameGivesItsLicenseToTheModel) {
  const Ruled ruled = rule({{Role::Code, {{"LICENSE-CODE", apache()}, {"LICENSE-MODEL", community()}, {"README.md", kOffer}, {"run.py", kProgram}}}});
  ASSERT_EQ(ruled.weights.size(), 1u);
  const License& license = ruled.license(ruled.weights.front());
  EXPECT_TRUE(license.detected);
  EXPECT_NE(std::find(license.classes.begin(), license.classes.end(), LicenseClass::ScaleRestricted), license.classes.end());
}

TEST(Governance, LinksAreResolvedThroughEscapesAndRepositoryViews) {
  const Ruled ruled = rule({{Role::Code,
                             {{"LICENSE", apache()},
                              {"Heron MODEL AGREEMENT LICENSE", community()},
                              {"README.md", std::string(kOffer) + "The model is subject to the [agreement](https://example.org/heron/tern/blob/main/Heron%20MODEL%20AGREEMENT%20LICENSE).\n"},
                              {"run.py", kProgram}}}});
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_NE(ruled.weights.front(), "Apache-2.0");
}

TEST(Governance, WhatAPartIsMadeFromDoesNotGovernTheWhole) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()},
                              {"README.md", "---\nlicense: apache-2.0\n---\n# Tern\n\n## License\n\nTern-8B is derived from another model and is originally licensed under the Llama 3.1 Community License.\n"},
                              {"config.json", "{\"architectures\": [\"TernForCausalLM\"]}"}}}});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_TRUE(ruled.found("license/part-under-other-terms"));
}

TEST(Governance, ALicenseOfTheDocumentsIsNotLentToWeights) {
  const Ruled ruled = rule({{Role::Weights,
                             {{"LICENSE", apache()}, {"README.md", "---\nlicense: apache-2.0\n---\n# Tern\n\n## License\n\nThe technical report is licensed under CC BY-NC 4.0.\n"}}}});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
}

TEST(Governance, ATagAgainstATextIsAConflictAndBothGovern) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", "---\nlicense: cc-by-nc-4.0\n---\n# Tern\n"}}}});
  EXPECT_EQ(ruled.weights.size(), 2u);
  EXPECT_TRUE(ruled.found("license/tag-text-conflict"));
  EXPECT_TRUE(ruled.license("Apache-2.0").conflict);
}

TEST(Governance, ATagAloneIsDeclaredAndSaysSo) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", "---\nlicense: apache-2.0\n---\n# Tern\n"}}}});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_FALSE(ruled.license("Apache-2.0").detected);
  EXPECT_TRUE(ruled.found("license/tag-without-text"));
}

TEST(Governance, ATagThatIsRepeatedIsOneMorePlaceOfItsTerms) {
  const std::string card = "---\nlicense: cc-by-nc-4.0\n---\n# Tern\n";
  const Ruled ruled = rule({{Role::Weights, {{"README.md", card}}}, {Role::Docs, {{"README.md", card}}}});
  const auto& terms = ruled.license("CC-BY-NC-4.0").terms;
  ASSERT_FALSE(terms.empty());
  for (const Term& term : terms) {
    ASSERT_EQ(term.evidence.size(), 1u);
    ASSERT_EQ(term.elsewhere.size(), 1u);
    EXPECT_NE(term.elsewhere.front().source, term.evidence.front().source);
  }
}

TEST(Governance, TheTagOtherGivesWayToTheText) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", community()}, {"README.md", "---\nlicense: other\n---\n# Tern\n"}}}});
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_TRUE(ruled.license(ruled.weights.front()).detected);
}

TEST(Governance, AnUnknownNameBesideACommonTextIsNotFilledByIt) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", "---\nlicense: other\nlicense_name: tern-community-license\n---\n# Tern\n"}}}});
  EXPECT_EQ(ruled.weights.size(), 2u);
}

TEST(Governance, APolicyCountsWithTheLicenseThatIncorporatesIt) {
  const Ruled with = rule({{Role::Weights, {{"LICENSE", community()}, {"USE_POLICY.md", policy()}, {"README.md", "# Tern\n"}}}});
  ASSERT_EQ(with.weights.size(), 1u);
  const auto& terms = with.license(with.weights.front()).terms;
  EXPECT_TRUE(std::any_of(terms.begin(), terms.end(), [](const Term& t) { return !t.evidence.empty() && t.evidence.front().path == "USE_POLICY.md"; }));
  const Ruled without = rule({{Role::Weights, {{"LICENSE", apache()}, {"USE_POLICY.md", policy()}, {"README.md", "# Tern\n"}}}});
  EXPECT_EQ(without.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_TRUE(without.found("license/policy-not-incorporated"));
}

TEST(Governance, ACopyOfThePolicyIsOneMorePlaceOfItsTerms) {
  const std::string other = "# Another Use Policy\n\nThis policy is part of a license. You agree that you will not use the Model for military purposes.\n";
  const auto places_in = [&](const std::string& copy) {
    const Ruled ruled = rule({{Role::Weights, {{"LICENSE", community()}, {"USE_POLICY.md", policy()}, {"README.md", "# Tern\n"}}}, {Role::Code, {{"USE_POLICY.md", copy}, {"train.py", kProgram}}}});
    std::size_t first = 0, places = 0;
    for (const Term& term : ruled.license(ruled.weights.front()).terms) {
      for (const Evidence& e : term.evidence) first += e.source == "source1";
      for (const Evidence& e : term.elsewhere) places += e.source == "source1" && e.path == "USE_POLICY.md";
    }
    EXPECT_EQ(first, 0u);  // the policy beside the license's text decides
    return places;
  };
  EXPECT_GT(places_in(policy()), 0u);
  EXPECT_EQ(places_in(other), 0u);
}

TEST(Governance, WhereTheTextSendsElsewhereNothingIsInferred) {
  const std::string offer = kOffer;
  const Ruled elsewhere = rule({{Role::Code, {{"LICENSE", apache()}, {"README.md", offer + "## License\n\nPlease find the license file released with the model weights on the Hub.\n"}}}});
  EXPECT_EQ(elsewhere.weights, kNone);
  const Ruled silent = rule({{Role::Code, {{"LICENSE", apache()}, {"README.md", offer}}}});
  EXPECT_EQ(silent.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_EQ(silent.components[static_cast<std::size_t>(ComponentId::Parameters)].scope, LicenseScope::Inferred);
}

TEST(Governance, ConditionsThatTheCardStatesForTheModelGovernIt) {
  const Ruled ruled = rule({{Role::Code,
                             {{"LICENSE", apache()},
                              {"README.md", std::string(kOffer) +
                                                "## License\n\nThe code is under Apache-2.0. The model weights are free for academic research; for commercial use, apply for a license with this form.\n"},
                              {"run.py", kProgram}}}});
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_NE(ruled.weights.front(), "Apache-2.0");
  EXPECT_EQ(std::count(ruled.license(ruled.weights.front()).classes.begin(), ruled.license(ruled.weights.front()).classes.end(), LicenseClass::Unknown), 0);
  const Ruled only_research = rule({{Role::Weights, {{"README.md", "---\nlicense: mit\n---\n# Tern\n\n**Notice.** The checkpoint is licensed for non-commercial research use only.\n"}}}});
  EXPECT_EQ(only_research.weights.size(), 2u);
}

TEST(Governance, TheNearestLicenseAboveAFileGoverns) {
  const Ruled ruled = rule({{Role::Data, {{"LICENSE", apache()}, {"README.md", "# Notes\n"}, {"third_party/tool/LICENSE", community()}}}});
  for (const License& license : ruled.licenses) EXPECT_EQ(license.id, "Apache-2.0");
}

TEST(Governance, APdfLicenseIsSaidToBeUnread) {
  const Ruled ruled = rule({{Role::Code, {{"Tern Model License.pdf", "%PDF-1.4\n"}, {"README.md", kOffer}, {"run.py", kProgram}}}});
  EXPECT_TRUE(ruled.found("license/unread"));
  ASSERT_EQ(ruled.weights.size(), 1u);
  EXPECT_EQ(ruled.license(ruled.weights.front()).classes, std::vector<LicenseClass>{LicenseClass::Unknown});
}

}  // namespace
}  // namespace aboveboard
