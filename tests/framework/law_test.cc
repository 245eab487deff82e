// What the frameworks of law say of whole sets of facts: thresholds that an interval spans, narrow models, gates, and what only the caller can know.
#include <gtest/gtest.h>

#include <algorithm>

#include "framework/conclusions.h"
#include "framework/rulebook.h"
#include "framework/sentences.h"

namespace aboveboard {
namespace {

Evidence line(const std::string& path) {
  Evidence evidence;
  evidence.source = "otter-7b";
  evidence.path = path;
  evidence.line = 1;
  evidence.extractor = "test";
  return evidence;
}

// An open generative model above the indicator, with all that the guidelines ask to see.
Facts open_model() {
  Facts facts;
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    facts.components.push_back(component);
  }
  for (const ComponentId id : {ComponentId::Parameters, ComponentId::Architecture, ComponentId::ModelCard}) {
    Component& component = facts.components[static_cast<std::size_t>(id)];
    component.presence = Presence::Present;
    component.evidence = {line("model.safetensors")};
    component.licenses = {"Apache-2.0"};
  }
  License license;
  license.id = license.name = license.spdx = "Apache-2.0";
  license.detected = true;
  license.classes = {LicenseClass::Osi};
  license.evidence = {line("LICENSE")};
  facts.licenses.push_back(license);
  for (const char* id : {"model.generative", "model.modalities", "model.capabilities", "model.limitations", "model.integration"}) facts.statements.push_back({id, {line("README.md")}});
  facts.measures.push_back({"training-compute", 6e23, 1e24, "FLOP", true, "", {line("README.md")}});
  return facts;
}

void say(Facts& facts, const std::string& id) { facts.statements.push_back({id, {line("README.md")}}); }
void unsay(Facts& facts, const std::string& id) { std::erase_if(facts.statements, [&](const Statement& s) { return s.id == id; }); }

const Framework& gpai() { return framework_by_id("eu-ai-act-gpai"); }
std::string verdict(const Facts& facts, const std::string& mode = "visible") { return verdict_result(gpai(), mode, facts).result; }
Truth result_of(const Facts& facts, const std::string& id, const std::string& mode = "visible") {
  for (const RequirementResult& one : verdict_result(gpai(), mode, facts).requirements) {
    if (one.id == id) return one.result;
  }
  ADD_FAILURE() << id;
  return Truth::Unknown;
}

TEST(EuGpai, WhatIsVisibleCanBeMetButTheConfirmedModeNeedsSomebodysWord) {
  Facts facts = open_model();
  EXPECT_EQ(verdict(facts), gpai().met);
  EXPECT_EQ(verdict(facts, "confirmed"), gpai().unknown);
  facts.release.complete = true;  // also where nothing was left out: no file can show it
  EXPECT_EQ(verdict(facts, "confirmed"), gpai().unknown);
  say(facts, "monetization.none");
  EXPECT_EQ(verdict(facts, "confirmed"), gpai().met);
}

TEST(EuGpai, AWordDoesNotOpenWhatATextCloses) {
  Facts facts = open_model();
  say(facts, "monetization.none");
  say(facts, "monetization.dual");
  EXPECT_EQ(verdict(facts, "confirmed"), gpai().unmet);
  EXPECT_EQ(verdict(facts), gpai().unmet);
}

TEST(EuGpai, AnIntervalThatSpansTheSystemicThresholdSettlesNothing) {
  Facts facts = open_model();
  facts.measures[0].high = 2e25;
  EXPECT_EQ(result_of(facts, "eu.systemic"), Truth::Unknown);
  EXPECT_EQ(verdict(facts), gpai().unknown);
  facts.measures[0].low = 1.5e25;
  EXPECT_EQ(verdict(facts), gpai().unmet);
}

TEST(EuGpai, NarrowModelsAreOutOfScopeButNotWhereTheyGenerateToo) {
  Facts facts = open_model();
  say(facts, "model.narrow");
  EXPECT_EQ(verdict(facts), gpai().unknown);
  unsay(facts, "model.generative");
  EXPECT_EQ(verdict(facts), gpai().out_of_scope);
  unsay(facts, "model.narrow");
  EXPECT_EQ(verdict(facts), gpai().unknown);
  facts.release.complete = true;
  EXPECT_EQ(verdict(facts), gpai().unknown);
}

TEST(EuGpai, BelowTheIndicatorIsOutOfScopeAndAnUnknownComputeIsNot) {
  Facts facts = open_model();
  facts.measures[0] = {"training-compute", 1e22, 5e22, "FLOP", true, "", {line("README.md")}};
  EXPECT_EQ(verdict(facts), gpai().out_of_scope);
  facts.measures.clear();
  EXPECT_EQ(verdict(facts), gpai().unknown);
}

TEST(EuGpai, AFormForContactDetailsIsLeftToAHuman) {
  Facts facts = open_model();
  say(facts, "weights.gated.personal");
  EXPECT_EQ(result_of(facts, "eu.a.access"), Truth::Unknown);
  facts.release.complete = true;
  EXPECT_EQ(result_of(facts, "eu.a.access"), Truth::Unknown);
  say(facts, "weights.gated.security");
  EXPECT_EQ(result_of(facts, "eu.a.access"), Truth::Met);
}

TEST(EuGpai, LimitsOnConductAreUndecidedAndLimitsOnScaleAreNot) {
  Facts facts = open_model();
  facts.licenses[0].classes = {LicenseClass::ConductRestricted};
  EXPECT_EQ(result_of(facts, "eu.a.use"), Truth::Unknown);
  facts.licenses[0].classes = {LicenseClass::ConductRestricted, LicenseClass::ScaleRestricted};
  EXPECT_EQ(result_of(facts, "eu.a.use"), Truth::Unmet);
}

TEST(EuGpai, WhatIsDueInAnyCaseIsToldAndDecidesNothing) {
  const FrameworkResult result = verdict_result(gpai(), "visible", open_model());
  int due = 0;
  for (const RequirementResult& one : result.requirements) {
    if (one.id.starts_with("eu.due.")) {
      ++due;
      EXPECT_FALSE(one.decides);
      EXPECT_EQ(one.result, Truth::Unknown);
    }
  }
  EXPECT_EQ(due, 2);
}

TEST(EuropeanIndex, GatedWeightsArePartialAndThereAreTwelveDimensions) {
  Facts facts = open_model();
  const Framework& index = framework_by_id("european-index");
  EXPECT_EQ(scale_result(index, facts).requirements.size(), 12u);
  const auto grade_of = [&](const std::string& id) {
    for (const RequirementResult& one : scale_result(index, facts).requirements) {
      if (one.id == id) return one.grade;
    }
    return std::string();
  };
  EXPECT_EQ(grade_of("index.weights-endmodel"), "open");
  say(facts, "weights.gated");
  EXPECT_EQ(grade_of("index.weights-endmodel"), "partial");
}

TEST(LawChecklists, HaveTheirItems) {
  EXPECT_EQ(framework_by_id("california-ab-2013").requirements.size(), 12u);
  EXPECT_EQ(framework_by_id("g7-sbom").requirements.size(), 50u);
  EXPECT_EQ(framework_by_id("eu-training-summary").requirements.size(), 14u);
}

TEST(LawSentences, SayWhatAStatementWouldHaveToTell) {
  for (const char* id : {"model.generative", "model.general", "model.modalities", "model.capabilities", "model.limitations", "model.integration", "model.intended-use", "model.architecture-described", "model.producer",
                         "model.version", "model.release-date", "model.hardware", "model.hardware-full", "model.evaluation-metrics", "monetization.none", "weights.gated.security", "weights.base", "tuning.data-named",
                         "tuning.data-shared", "paper.preprint", "paper.reviewed", "paper.covers-all", "copyright.policy", "data.summary-template", "security.policy"}) {
    EXPECT_EQ(statement_wanted(id), sentence("statement." + std::string(id)));
    EXPECT_EQ(statement_wanted(id).find("statement on"), std::string::npos) << id;
  }
}

}  // namespace
}  // namespace aboveboard
