// What bases that are here pass on, and what their licenses ask of derivatives.
#include <gtest/gtest.h>

#include "detect/license_registry.h"
#include "detect/ruled.h"

namespace aboveboard {
namespace {

using testing::apache;
using testing::rule;
using testing::Ruled;

std::string card(const std::string& front) { return "---\n" + front + "---\n# Tern\n"; }

// A base under the license of this tag, as its own audit would find it.
LinkedBase base_under(const std::string& id, const std::string& license) {
  const Ruled ruled = rule({{Role::Weights, {{"README.md", "---\nlicense: " + license + "\n---\n# Base\n"}, {"model.safetensors", ""}}}});
  LinkedBase base{id, {}};
  for (const License& one : ruled.licenses) base.licenses.push_back(one);
  return base;
}

Ruled derived(const std::string& front, const std::string& license_of_base, const std::string& name = "tern") {
  return rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card(front)}}}}, {base_under("lakelab/otter-7b", license_of_base)}, name);
}

TEST(Derivation, ARestrictedBaseGovernsWhatIsMadeFromIt) {
  const Ruled ruled = derived("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "cc-by-nc-4.0");
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"CC-BY-NC-4.0"});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
  const Finding* drift = ruled.finding("license/drift");
  ASSERT_NE(drift, nullptr);
  EXPECT_EQ(drift->level, FindingLevel::Error);
  EXPECT_GE(drift->evidence.size(), 2u);
  EXPECT_FALSE(ruled.found("license/base-terms-unknown"));
}

TEST(Derivation, DriftIsToldOnce) {
  const Ruled ruled = derived("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "cc-by-nc-4.0");
  EXPECT_EQ(std::count_if(ruled.findings.begin(), ruled.findings.end(), [](const Finding& finding) { return finding.rule == "license/drift"; }), 1);
}

TEST(Derivation, AnOpenBasePassesNothingOn) {
  const Ruled ruled = derived("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "mit");
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"MIT"});
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});
  EXPECT_FALSE(ruled.found("license/drift"));
}

TEST(Derivation, ABaseWithoutALicenseIsUnknownNotFree) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: lakelab/otter-7b\n")}}}}, {{"lakelab/otter-7b", {}}});
  EXPECT_EQ(ruled.lineage[0].terms_inherited, "unknown");
  EXPECT_TRUE(ruled.found("license/base-terms-unknown"));
}

TEST(Derivation, TheSameLicenseIsNoDrift) {
  const Ruled ruled = derived("license: apache-2.0\nbase_model: lakelab/otter-7b\n", "apache-2.0");
  EXPECT_EQ(ruled.lineage[0].licenses, std::vector<std::string>{"Apache-2.0"});
  EXPECT_FALSE(ruled.found("license/drift"));
}

TEST(Derivation, EveryBaseOfAMergePassesItsTermsOn) {
  const Ruled ruled = rule({{Role::Weights, {{"LICENSE", apache()}, {"README.md", card("license: apache-2.0\nbase_model: [lakelab/otter-7b, lakelab/mink-7b]\nbase_model_relation: merge\n")}}}},
                           {base_under("lakelab/otter-7b", "mit"), base_under("lakelab/mink-7b", "cc-by-nc-sa-4.0")});
  EXPECT_TRUE(ruled.governed_by(LicenseClass::Noncommercial));
}

TEST(Derivation, DerivativesThatMayNotBeSharedAreSaidSo) {
  EXPECT_TRUE(derived("base_model: lakelab/otter-7b\n", "cc-by-nd-4.0").found("license/derivative-not-allowed"));
  EXPECT_FALSE(derived("base_model: lakelab/otter-7b\n", "cc-by-4.0").found("license/derivative-not-allowed"));
}

TEST(Derivation, SomeLicensesHaveASayInTheName) {
  EXPECT_TRUE(derived("base_model: lakelab/otter-7b\n", "llama3.1", "tern-8b").found("license/name-of-derivative"));
  EXPECT_FALSE(derived("base_model: lakelab/otter-7b\n", "llama3.1", "Llama-Tern-8b").found("license/name-of-derivative"));
  EXPECT_FALSE(derived("base_model: lakelab/otter-7b\n", "mit", "tern-8b").found("license/name-of-derivative"));
}

TEST(Derivation, DistillationRestsOnWhatTheLicenseSaysOfOutputs) {
  const Ruled ruled = derived("license: apache-2.0\nbase_model: lakelab/otter-7b\nbase_model_relation: distillation\n", "llama2");
  const Finding* outputs = ruled.finding("license/trained-on-outputs");
  ASSERT_NE(outputs, nullptr);
  EXPECT_EQ(outputs->level, FindingLevel::Error);
  EXPECT_EQ(ruled.weights, std::vector<std::string>{"Apache-2.0"});  // no weights came along
  EXPECT_FALSE(ruled.found("license/drift"));
  EXPECT_FALSE(derived("base_model: lakelab/otter-7b\nbase_model_relation: distillation\n", "mit").found("license/trained-on-outputs"));
}

TEST(Derivation, TextsOfNoKnownKindStayToldApart) {
  License own, theirs;
  own.id = theirs.id = "LicenseRef-community-license";
  own.name = theirs.name = "Community License";
  theirs.classes = {LicenseClass::Proprietary};
  std::vector<ScannedSource> none;
  LicenseRegistry registry(none);
  registry.add_named("Community License", "", {}, {});
  const std::string id = registry.add_inherited(theirs, "lakelab/otter-7b");
  EXPECT_NE(id, own.id);
  EXPECT_EQ(registry.find(id)->classes, theirs.classes);
}

}  // namespace
}  // namespace aboveboard
