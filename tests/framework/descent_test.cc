// What being made from another release does to the label and the uses.
#include <gtest/gtest.h>

#include <algorithm>

#include "framework/facts_builder.h"
#include "framework/framework.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;

LabelVerdict label_of(const Facts& facts) { return derive_label(facts, evaluate_frameworks(facts)); }

Facts made_from(std::string terms, std::string relation = "finetune") {
  Facts facts = fully_open();
  facts.lineage.push_back({std::move(relation), "lakelab/otter-7b", "card", std::move(terms), {at("README.md", 3)}});
  return facts;
}

Facts made_from_a_base_that_is(Label label) {
  Facts facts = made_from("Apache License 2.0");
  facts.bases.push_back({"lakelab/otter-7b", label, label, label});
  return facts;
}

UseAnswer use(const Facts& facts, std::string_view id) {
  const auto uses = answer_uses(facts, label_of(facts));
  return std::find_if(uses.begin(), uses.end(), [id](const Use& one) { return one.id == id; })->answer;
}

TEST(Descent, ABaseOfUnknownTermsMakesUsesUnknownNotFree) {
  EXPECT_EQ(use(made_from("Apache License 2.0"), "application"), UseAnswer::Yes);
  EXPECT_EQ(use(made_from("unknown"), "application"), UseAnswer::Unknown);
  EXPECT_EQ(use(made_from("unknown"), "redistribute"), UseAnswer::Unknown);
  EXPECT_EQ(use(made_from("unknown"), "fine-tune-and-release"), UseAnswer::Unknown);
}

TEST(Descent, WhatTheReleasesOwnTermsForbidStaysForbidden) {
  Facts facts = made_from("unknown");
  facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)].classes.push_back(LicenseClass::Noncommercial);
  EXPECT_EQ(use(facts, "application"), UseAnswer::No);
}

TEST(Descent, DataAndOutputsOfUnknownTermsLeaveTheWeightsTermsKnown) {
  EXPECT_EQ(use(made_from("unknown", "dataset"), "application"), UseAnswer::Yes);
  EXPECT_EQ(use(made_from("unknown", "distillation"), "application"), UseAnswer::Yes);
}

TEST(Descent, FreeSharingIsNotPromisedOverABaseOfUnknownTerms) {
  const Facts facts = made_from("unknown");
  EXPECT_EQ(answer_questions(facts, label_of(facts))[3].answer, Answer::Unknown);
  const Facts known = made_from("Apache License 2.0");
  EXPECT_EQ(answer_questions(known, label_of(known))[3].answer, Answer::Yes);
}

TEST(Descent, ABaseOfUnknownTermsProvesNoOpenWeights) {
  const LabelVerdict label = label_of(made_from("unknown"));
  EXPECT_EQ(label.at_least, Label::WeightsAvailable);
  EXPECT_EQ(label.at_most, Label::OpenSourceOpenData);
}

TEST(Descent, NothingIsMoreOpenThanWhatItWasMadeFrom) {
  const LabelVerdict label = label_of(made_from_a_base_that_is(Label::OpenWeights));
  EXPECT_EQ(label.at_least, Label::OpenWeights);
  EXPECT_EQ(label.apparent, Label::OpenWeights);
  EXPECT_EQ(label.at_most, Label::OpenWeights);
  ASSERT_FALSE(label.blocking.empty());
  EXPECT_NE(label.blocking.front().missing.find("lakelab/otter-7b"), std::string::npos);
}

TEST(Descent, WeightsThatAreHereAreAvailableHoweverClosedTheBase) {
  EXPECT_EQ(label_of(made_from_a_base_that_is(Label::Closed)).apparent, Label::WeightsAvailable);
}

TEST(Descent, ABaseAsOpenChangesNothing) {
  const LabelVerdict label = label_of(made_from_a_base_that_is(Label::OpenSourceOpenData));
  EXPECT_EQ(label.at_least, Label::OpenSourceOpenData);
  EXPECT_TRUE(label.blocking.empty());
}

}  // namespace
}  // namespace aboveboard
