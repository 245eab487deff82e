#include <gtest/gtest.h>

#include <algorithm>

#include "framework/framework.h"
#include "framework/facts_builder.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::part;
using testing::show;

LabelVerdict label_of(const Facts& facts) { return derive_label(facts, evaluate_frameworks(facts)); }

TEST(Label, AllPartsUnderOpenLicensesAreTheHighestLabelUnderEveryReading) {
  const LabelVerdict label = label_of(fully_open());
  EXPECT_EQ(label.at_least, Label::OpenSourceOpenData);
  EXPECT_EQ(label.at_most, Label::OpenSourceOpenData);
  EXPECT_EQ(label.apparent, Label::OpenSourceOpenData);
  EXPECT_TRUE(label.blocking.empty());
}

TEST(Label, OneRestrictingClassOfTheWeightsCapsEveryReading) {
  for (const LicenseClass c : {LicenseClass::ConductRestricted, LicenseClass::ScaleRestricted, LicenseClass::TerritoryRestricted, LicenseClass::Noncommercial,
                               LicenseClass::NoRedistribution, LicenseClass::Proprietary}) {
    Facts facts = fully_open();
    facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)].classes.push_back(c);
    const LabelVerdict label = label_of(facts);
    EXPECT_EQ(label.at_least, Label::WeightsAvailable);
    EXPECT_EQ(label.at_most, Label::WeightsAvailable);
    EXPECT_EQ(label.apparent, Label::WeightsAvailable);
    EXPECT_FALSE(label.evidence.empty());
  }
}

TEST(Label, WithoutAWordOnTheWeightsLicenseItCannotBeTold) {
  Facts facts = fully_open();
  part(facts, ComponentId::Parameters).licenses.clear();
  const LabelVerdict label = label_of(facts);
  EXPECT_EQ(label.apparent, std::nullopt);
  EXPECT_EQ(label.at_least, Label::WeightsAvailable);
  EXPECT_EQ(label.at_most, Label::OpenSourceOpenData);
}

TEST(Label, ATagWithoutATextIsAppearanceNotProof) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  show(facts, ComponentId::InferenceCode, Presence::Present);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Osi}, false);
  const LabelVerdict label = label_of(facts);
  EXPECT_EQ(label.at_least, Label::WeightsAvailable);
  EXPECT_EQ(label.apparent, Label::OpenWeights);
}

TEST(Label, PointersAreNotWeights) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Partial);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Osi});
  const LabelVerdict label = label_of(facts);
  EXPECT_EQ(label.at_least, std::nullopt);
  EXPECT_EQ(label.apparent, Label::OpenWeights);
  EXPECT_EQ(label.at_most, Label::OpenSourceOpenData);
}

TEST(Label, WithheldWeightsAreClosed) {
  Facts facts = fully_open();
  show(facts, ComponentId::Parameters, Presence::DeclaredAbsent);
  const LabelVerdict label = label_of(facts);
  EXPECT_EQ(label.at_most, Label::Closed);
  EXPECT_EQ(label.apparent, Label::Closed);
  EXPECT_EQ(label.at_least, std::nullopt);
}

TEST(Label, NotFoundLowersTheUpperBoundOnlyWhenTheScopeIsDeclaredComplete) {
  Facts facts = fully_open();
  show(facts, ComponentId::TrainingCode, Presence::NotFound);
  EXPECT_EQ(label_of(facts).at_most, Label::OpenSourceOpenData);
  EXPECT_EQ(label_of(facts).apparent, Label::OpenWeights);
  facts.release.complete = true;
  EXPECT_EQ(label_of(facts).at_most, Label::OpenWeights);
}

TEST(Label, LinkedTrainingCodeAndDataWithoutALicenseDoNotMakeItOpenSource) {
  Facts facts = no_facts();
  for (const ComponentId id : {ComponentId::Parameters, ComponentId::TrainingCode, ComponentId::Datasets}) show(facts, id, Presence::Referenced);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Osi}, false);
  EXPECT_EQ(label_of(facts).apparent, Label::OpenWeights);
  facts.statements.push_back({"training-code.released", {at("README.md", 3)}});
  EXPECT_EQ(label_of(facts).apparent, Label::OpenSource);
}

TEST(Label, WeightsOutsideTheGivenSourcesAreNotCalledClosed) {
  Facts facts = no_facts();
  show(facts, ComponentId::ModelCard, Presence::Present);
  show(facts, ComponentId::Parameters, Presence::NotLooked);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Osi}, false);
  EXPECT_EQ(label_of(facts).apparent, std::nullopt);
  show(facts, ComponentId::Parameters, Presence::NotFound);
  EXPECT_EQ(label_of(facts).apparent, Label::Closed);
}

TEST(Label, APriceLeavesNoLabel) {
  Facts facts = fully_open();
  facts.statements.push_back({"price.required", {at("README.md", 3)}});
  EXPECT_EQ(label_of(facts).at_most, Label::Closed);
}

TEST(Openwashing, AClaimBeyondTheUpperBoundIsAnErrorAndBeyondAppearanceAWarning) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  show(facts, ComponentId::InferenceCode, Presence::Present);
  license_with(facts, ComponentId::Parameters, {LicenseClass::ScaleRestricted});
  facts.claims.push_back({"open-source", "open-source model", at("README.md", 5)});
  auto findings = find_openwashing(facts, label_of(facts));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "openwashing/overstated");
  EXPECT_EQ(findings[0].evidence.front().line, 5u);
  EXPECT_EQ(careful_language(facts, label_of(facts)).instead_of.size(), 1u);
  facts.licenses[0].classes = {LicenseClass::Osi};
  findings = find_openwashing(facts, label_of(facts));
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "openwashing/unsupported");
}

TEST(Openwashing, AFairClaimIsNoFinding) {
  Facts facts = fully_open();
  facts.claims.push_back({"open-source", "open-source model", at("README.md", 5)});
  facts.claims.push_back({"open-data", "open data", at("README.md", 6)});
  EXPECT_TRUE(find_openwashing(facts, label_of(facts)).empty());
}

TEST(Questions, NothingKnownIsUnknownNeverNo) {
  const Facts facts = no_facts();
  for (const Question& question : answer_questions(facts, label_of(facts))) {
    EXPECT_EQ(question.answer, Answer::Unknown) << question.id;
    EXPECT_FALSE(question.sentence.empty());
  }
}

TEST(Questions, AllIsAnsweredYesForAReleaseThatShowsAll) {
  const Facts facts = fully_open();
  for (const Question& question : answer_questions(facts, label_of(facts))) EXPECT_EQ(question.answer, Answer::Yes) << question.id;
}

TEST(Questions, DangerousWeightsAreNotPlainlyRunnable) {
  Facts facts = fully_open();
  facts.findings.push_back({"loads-code/own-files", FindingLevel::Warning, "runs a file", "", {at("config.json", 3)}});
  EXPECT_EQ(answer_questions(facts, label_of(facts)).front().answer, Answer::Yes);
  facts.findings.push_back({"danger/pickle-call", FindingLevel::Error, "it calls posix.system", "", {at("model.bin", 1)}});
  const Question run = answer_questions(facts, label_of(facts)).front();
  ASSERT_EQ(run.id, "run");
  EXPECT_EQ(run.answer, Answer::Limits);
  EXPECT_NE(run.sentence.find("it calls posix.system"), std::string::npos);
}

TEST(Uses, ANoncommercialLicenseIsNeverAYesForAProduct) {
  Facts facts = fully_open();
  facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)].classes = {LicenseClass::Noncommercial};
  const auto uses = answer_uses(facts, label_of(facts));
  const auto application = std::find_if(uses.begin(), uses.end(), [](const Use& use) { return use.id == "application"; });
  ASSERT_NE(application, uses.end());
  EXPECT_EQ(application->answer, UseAnswer::No);
}

TEST(Frameworks, OsaidIsConsistentOnlyWithAllThreeLegs) {
  Facts facts = fully_open();
  const auto result_of = [&](const std::string& mode) {
    for (const FrameworkResult& result : evaluate_frameworks(facts)) {
      if (result.id == "osaid-1.0" && result.mode == mode) return result.result;
    }
    return std::string();
  };
  EXPECT_EQ(result_of("definition"), "consistent");
  EXPECT_EQ(result_of("faq"), "consistent");
  // Data that is withheld and not described; what is described may be withheld.
  facts.statements = {{"data.withheld", {at("README.md", 9)}}};
  facts.data_aspects = {{"provenance", Depth::Withheld, {at("README.md", 9)}}};
  EXPECT_EQ(result_of("definition"), "not consistent");
  facts.statements.clear();
  facts.data_aspects.clear();
  EXPECT_EQ(result_of("definition"), "undetermined");
}

}  // namespace
}  // namespace aboveboard
