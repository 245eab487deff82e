#include <gtest/gtest.h>

#include "framework/framework.h"
#include "framework/facts_builder.h"
#include "framework/openwashing.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::show;

Language language_of(const Facts& facts) { return careful_language(facts, derive_label(facts, {})); }

const CarefulText* find_text(const Language& language, const std::string& reader, const std::string& id) {
  for (const CarefulText& text : language.texts) {
    if (text.reader == reader && text.id == id) return &text;
  }
  return nullptr;
}

Facts restricted() {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  show(facts, ComponentId::InferenceCode, Presence::Present);
  license_with(facts, ComponentId::Parameters, {LicenseClass::ScaleRestricted});
  Governing governing;
  governing.components = {ComponentId::Parameters};
  governing.licenses = {facts.licenses.front().id};
  governing.terms.push_back({{TermKind::UserThreshold, "700000000", "", "2", "", {at("LICENSE", 41)}}, facts.licenses.front().id, {}});
  facts.governing = {governing};
  return facts;
}

TEST(Sentences, AStatementIsAskedForInWordsAndWithoutAnyByItsId) {
  EXPECT_EQ(statement_wanted("data.provenance"), "where the training data comes from");
  EXPECT_EQ(statement_wanted("data.scope"), "the scope and characteristics of the training data");
  EXPECT_EQ(statement_wanted("data.obtained"), "how the training data was obtained");
  EXPECT_EQ(statement_wanted("data.selection"), "how the training data was selected");
  EXPECT_EQ(statement_wanted("data.labeling"), "how the training data was labeled, or that it was not");
  EXPECT_EQ(statement_wanted("data.processing"), "how the training data was processed and filtered");
  EXPECT_EQ(statement_wanted("training-code.released"), "a statement that the training code is released");
  EXPECT_EQ(statement_wanted("otters.counted"), "a statement on otters.counted");
}

TEST(Instead, KeepsTheGrammarOfTheClaim) {
  Facts facts = restricted();
  const LabelVerdict label = derive_label(facts, {});
  const auto say = [&](const char* kind, const char* words) { return instead_of({kind, words, at("README.md", 5)}, facts, label).say; };
  const std::string clause = " under Example License, whose terms ask for another license above 700,000,000 users";
  EXPECT_TRUE(say("open-source", "is the best open-source model").starts_with("is a model with available weights" + clause));
  EXPECT_TRUE(say("open-source", "open-sourced the model").starts_with("released the weights" + clause));
  EXPECT_TRUE(say("fully-open", "a fully open model").starts_with("a model with available weights" + clause));
  EXPECT_EQ(say("commercial-use", "supports commercial use"), "usable" + clause);
  EXPECT_EQ(say("open-data", "open data"), "training data: not shown");
}

TEST(Instead, AChineseClaimIsAnsweredInBothLanguages) {
  Facts facts = restricted();
  const InsteadOf instead = instead_of({"open-source", "是新一代开源大语言模型", at("README.md", 5)}, facts, derive_label(facts, {}));
  EXPECT_NE(instead.say.find("700,000,000"), std::string::npos);
  EXPECT_NE(instead.say_zh.find("700,000,000"), std::string::npos);
  EXPECT_EQ(instead_of({"open-source", "an open source model", at("README.md", 5)}, facts, derive_label(facts, {})).say_zh, "");
}

TEST(Openwashing, CommercialUseIsOverstatedOnlyWhereTheTermsForbidIt) {
  Facts facts = restricted();
  facts.claims = {{"commercial-use", "supports commercial use", at("README.md", 5)}};
  EXPECT_TRUE(find_openwashing(facts, derive_label(facts, {})).empty());
  EXPECT_EQ(language_of(facts).instead_of.size(), 1u);
  facts.licenses.front().classes = {LicenseClass::Noncommercial};
  ASSERT_EQ(find_openwashing(facts, derive_label(facts, {})).size(), 1u);
  facts.licenses.front().classes = {LicenseClass::Osi};
  facts.governing.clear();
  EXPECT_TRUE(find_openwashing(facts, derive_label(facts, {})).empty());
  EXPECT_TRUE(language_of(facts).instead_of.empty());
}

TEST(Procurement, AMissingRestrictionIsNoOnlyWhereTheTermsAreKnownFromTheirText) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Osi});
  const auto answer = [&](const char* id) { return find_text(language_of(facts), "procurement", id)->answer; };
  EXPECT_EQ(answer("thresholds"), "no");
  facts.licenses.front().verdict = MatchVerdict::Modified;
  EXPECT_EQ(answer("thresholds"), "not shown");
  facts.licenses.front().verdict = MatchVerdict::Exact;
  facts.licenses.front().detected = false;
  EXPECT_EQ(answer("thresholds"), "not shown");
  EXPECT_EQ(answer("license"), "not shown");
}

TEST(Procurement, ARestrictionIsYesWithItsLine) {
  const Language language = language_of(restricted());
  const CarefulText* text = find_text(language, "procurement", "thresholds");
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(text->answer, "yes");
  EXPECT_EQ(text->evidence.front().line, 41u);
}

TEST(Procurement, EveryQuestionHasOneOfThreeAnswers) {
  for (const Facts& facts : {no_facts(), fully_open(), restricted()}) {
    for (const CarefulText& text : language_of(facts).texts) {
      if (text.reader != "procurement") continue;
      EXPECT_TRUE(text.answer == "yes" || text.answer == "no" || text.answer == "not shown") << text.id;
      EXPECT_FALSE(text.question.empty());
      EXPECT_FALSE(text.sentence.empty());
    }
  }
}

TEST(Card, WhatIsNotShownIsNotCalledAbsentUnlessTheReleaseIsWhole) {
  Facts facts = restricted();
  EXPECT_NE(find_text(language_of(facts), "card", "not-shown"), nullptr);
  EXPECT_EQ(find_text(language_of(facts), "card", "absent"), nullptr);
  facts.release.complete = true;
  EXPECT_EQ(find_text(language_of(facts), "card", "not-shown"), nullptr);
  EXPECT_NE(find_text(language_of(facts), "card", "absent"), nullptr);
}

}  // namespace
}  // namespace aboveboard
