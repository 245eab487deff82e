// Uses: what terms and components make of them, and the sentences that say so.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "framework/facts_builder.h"
#include "framework/framework.h"
#include "framework/regions.h"
#include "framework/uses_rules.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::show;

Use use_of(const Facts& facts, std::string_view id) {
  const auto uses = answer_uses(facts, LabelVerdict{});
  const auto found = std::find_if(uses.begin(), uses.end(), [id](const Use& use) { return use.id == id; });
  return found == uses.end() ? Use{} : *found;
}

std::string said(const Facts& facts, std::string_view id) {
  std::string all;
  for (const std::string& condition : use_of(facts, id).conditions) all += condition + "\n";
  return all;
}

// Weights under a license with these terms.
Facts under(std::vector<Term> terms, std::vector<LicenseClass> classes = {LicenseClass::Proprietary}) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  license_with(facts, ComponentId::Parameters, std::move(classes));
  std::uint64_t line = 10;
  Governing governing{{ComponentId::Parameters}, {facts.licenses.back().id}, facts.licenses.back().classes, {}};
  for (Term& term : terms) {
    term.evidence = {at("LICENSE", line++)};
    facts.licenses.back().terms.push_back(term);
    governing.terms.push_back({term, facts.licenses.back().id, {}});
  }
  facts.governing.push_back(std::move(governing));
  return facts;
}

Term term(TermKind kind, std::string value, std::string condition = "") { return {kind, std::move(value), std::move(condition), "", "", {}, TermOrigin::License}; }

TEST(Uses, WhatTwoTextsSayAlikeIsOneConditionWithBothPlaces) {
  Facts facts = under({term(TermKind::AcceptableUse, "required"), term(TermKind::AcceptableUse, "required"), term(TermKind::Attribution, "required")}, {LicenseClass::ConductRestricted});
  EXPECT_EQ(said(facts, "private"), "uses are excluded by a use policy (LICENSE:10, LICENSE:11)\n");
  EXPECT_EQ(use_of(facts, "redistribute").conditions.size(), 2u);
  facts.governing.front().terms[1].term.evidence = facts.governing.front().terms[0].term.evidence;
  EXPECT_EQ(said(facts, "private"), "uses are excluded by a use policy (LICENSE:10)\n");
}

TEST(Uses, EveryExampleOfEveryUseGivesItsAnswer) {
  std::size_t examples = 0;
  for (const UseRule& rule : use_rules().uses) {
    std::set<UseAnswer> answers;
    for (const UseExample& example : rule.examples) {
      ++examples;
      answers.insert(example.expected);
      const Use use = use_of(example.facts, rule.id);
      EXPECT_EQ(to_string(use.answer), to_string(example.expected)) << rule.id << ", line " << example.line << ": " << said(example.facts, rule.id);
      EXPECT_EQ(use.conditions.empty(), use.answer == UseAnswer::Yes) << rule.id << ", line " << example.line;
    }
    EXPECT_TRUE(answers.contains(UseAnswer::Yes) && answers.contains(UseAnswer::No) && answers.contains(UseAnswer::Unknown)) << rule.id;
  }
  EXPECT_GT(examples, 60u);
  EXPECT_EQ(use_rules().uses.size(), 12u);
}

TEST(Uses, EveryRestrictingTermReachesEveryUseOfTheWeights) {
  for (const TermKind kind : {TermKind::CommercialUse, TermKind::UserThreshold, TermKind::RevenueThreshold, TermKind::AcceptableUse, TermKind::FieldOfUse, TermKind::Geography}) {
    const Facts facts = under({term(kind, kind == TermKind::UserThreshold || kind == TermKind::RevenueThreshold ? "1000" : "no")});
    for (const char* id : {"private", "application", "commercial", "redistribute", "fine-tune-and-release", "train-on-outputs"}) {
      EXPECT_NE(use_of(facts, id).answer, UseAnswer::Yes) << id << " " << to_string(kind);
    }
  }
}

TEST(Uses, AFreedomAsksForNothing) {
  EXPECT_EQ(use_of(under({term(TermKind::CommercialUse, "yes"), term(TermKind::OutputTraining, "allowed")}, {LicenseClass::Osi}), "commercial").answer, UseAnswer::Yes);
}

TEST(Uses, AnswersCarryTheLineOfEachTerm) {
  const Facts facts = under({term(TermKind::AcceptableUse, "required"), term(TermKind::Naming, "required", "show what it is built with")});
  EXPECT_NE(said(facts, "application").find("uses are excluded by a use policy (LICENSE:10)"), std::string::npos) << said(facts, "application");
  EXPECT_NE(said(facts, "application").find("show what it is built with (LICENSE:11)"), std::string::npos);
  EXPECT_EQ(use_of(facts, "application").evidence.size(), 2u);
}

TEST(Uses, ThresholdsAreComparedWithWhatTheAskerSays) {
  Facts facts = under({term(TermKind::UserThreshold, "700000000", "counted once, on the release date of the version, with affiliates; a license must be requested above it")});
  EXPECT_EQ(said(facts, "commercial"), "license needed above 700,000,000 users a month, counted once, on the release date, with affiliates (LICENSE:10)\n");
  facts.asked.users = 10'000'000;
  EXPECT_EQ(use_of(facts, "commercial").answer, UseAnswer::Conditions);
  EXPECT_EQ(said(facts, "commercial"), "free below 700,000,000 users a month; you said 10,000,000, counted once, on the release date, with affiliates (LICENSE:10)\n");
  facts.asked.users = 1'500'000'000;
  EXPECT_EQ(use_of(facts, "commercial").answer, UseAnswer::LicenseNeeded);
  EXPECT_NE(said(facts, "commercial").find("license needed above 700,000,000 users a month; you said 1,500,000,000"), std::string::npos);
}

TEST(Uses, AThresholdAtItsNumberIsNotBelowIt) {
  Facts facts = under({term(TermKind::UserThreshold, "1000")});
  facts.asked.users = 1000;
  EXPECT_EQ(use_of(facts, "application").answer, UseAnswer::LicenseNeeded);
}

TEST(Uses, RevenueIsCountedByTheYear) {
  Facts facts = under({term(TermKind::RevenueThreshold, "20000000", "US dollars a month; the name of the model must be displayed above it")});
  EXPECT_NE(said(facts, "commercial").find("above a revenue of 240,000,000 US dollars a year: "), std::string::npos);
  facts.asked.revenue = 239'999'999;
  EXPECT_NE(said(facts, "commercial").find("free below a revenue of 240,000,000 US dollars a year; you said 239,999,999"), std::string::npos);
  facts.asked.revenue = 300'000'000;
  EXPECT_EQ(use_of(facts, "commercial").answer, UseAnswer::Conditions) << "a name must be shown, no license asked for";
  Facts paid = under({term(TermKind::RevenueThreshold, "1000000", "US dollars a year, with affiliates; an enterprise license is needed above it")});
  EXPECT_NE(said(paid, "commercial").find("license needed above a revenue of 1,000,000 US dollars a year"), std::string::npos);
  paid.asked.revenue = 2'000'000;
  EXPECT_NE(said(paid, "commercial").find("you said 2,000,000"), std::string::npos);
  EXPECT_EQ(use_of(paid, "commercial").answer, UseAnswer::LicenseNeeded);
}

TEST(Uses, ThresholdsInOtherUnitsAreNotCompared) {
  Facts facts = under({term(TermKind::RevenueThreshold, "1000000", "euros a year")});
  facts.asked.revenue = 10;
  EXPECT_EQ(use_of(facts, "commercial").answer, UseAnswer::Unknown);
  EXPECT_NE(said(facts, "commercial").find("cannot be compared with yours"), std::string::npos);
  Facts worded = under({term(TermKind::UserThreshold, "a large number")});
  EXPECT_NE(said(worded, "commercial").find("license needed above a large number users"), std::string::npos);
  worded.asked.users = 10;
  EXPECT_EQ(use_of(worded, "commercial").answer, UseAnswer::Unknown);
  EXPECT_NE(said(worded, "commercial").find("a number of users decides"), std::string::npos);
}

TEST(Uses, UserThresholdsOfADutyAskForNoLicense) {
  Facts facts = under({term(TermKind::UserThreshold, "100000000", "the name of the model must be displayed above it")}, {LicenseClass::Osi});
  EXPECT_NE(said(facts, "application").find("above 100,000,000 users a month: the name of the model must be displayed above it"), std::string::npos);
  facts.asked.users = 200'000'000;
  EXPECT_EQ(use_of(facts, "application").answer, UseAnswer::Conditions);
}

TEST(Uses, RegionsThatAreLeftOutGetNoLicense) {
  Facts facts = under({term(TermKind::Geography, "restricted", "not in the European Union, the United Kingdom and South Korea")});
  EXPECT_EQ(said(facts, "private"), "not in the European Union, the United Kingdom and South Korea (LICENSE:10)\n");
  for (const char* code : {"EU", "FR", "GB", "KR"}) {
    facts.asked.region = code;
    EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::No) << code;
  }
  EXPECT_NE(said(facts, "private").find("no license in South Korea: not in the European Union"), std::string::npos);
  facts.asked.region = "CH";
  EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::Conditions);
  EXPECT_NE(said(facts, "private").find("Switzerland, as you said, is not left out"), std::string::npos);
}

TEST(Uses, ARegionThatTheTermDoesNotSettleIsUnknown) {
  Facts facts = under({term(TermKind::Geography, "restricted", "European Union, Japan")});
  EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::Conditions);
  facts.asked.region = "US";
  EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::Unknown) << "left out, or the only ones?";
  EXPECT_NE(said(facts, "private").find("whether United States is left out must be read in the text"), std::string::npos);
  EXPECT_EQ(excludes("not in Atlantis", "US"), Excluded::Unknown);
  EXPECT_EQ(excludes("not in Germany", "EU"), Excluded::Unknown);
  EXPECT_EQ(excludes("not in Germany", "FR"), Excluded::No);
}

TEST(Uses, WhatClassesTellIsSaidWhereNoTermSaysIt) {
  const auto by_class = [](LicenseClass license_class, std::string_view use) { return said(under({}, {license_class}), use); };
  EXPECT_NE(by_class(LicenseClass::Noncommercial, "commercial").find("Example License allows no commercial use (LICENSE:1)"), std::string::npos);
  EXPECT_NE(by_class(LicenseClass::NoRedistribution, "redistribute").find("limits passing on or modifying"), std::string::npos);
  EXPECT_NE(by_class(LicenseClass::ScaleRestricted, "commercial").find("the number is not told here"), std::string::npos);
  EXPECT_NE(by_class(LicenseClass::TerritoryRestricted, "commercial").find("leaves regions out"), std::string::npos);
  EXPECT_NE(by_class(LicenseClass::ConductRestricted, "private").find("restricts what it may be used for"), std::string::npos);
  EXPECT_NE(by_class(LicenseClass::Proprietary, "private").find("its terms are not told here"), std::string::npos);
  Facts facts = under({}, {LicenseClass::ScaleRestricted});
  facts.asked.users = 5;
  EXPECT_EQ(use_of(facts, "commercial").answer, UseAnswer::Unknown) << "five users may be too many";
}

TEST(Uses, NoLicenseIsNoPermission) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::Unknown);
  EXPECT_EQ(said(facts, "private"), "nothing in these files says what governs the model parameters: no permission may be assumed\n");
  license_with(facts, ComponentId::Parameters, {LicenseClass::Unknown});
  EXPECT_NE(said(facts, "private").find("\"Example License\" could not be read as a license with known terms (LICENSE:1)"), std::string::npos);
  Facts tag = no_facts();
  show(tag, ComponentId::Parameters, Presence::Present);
  license_with(tag, ComponentId::Parameters, {LicenseClass::Osi}, false);
  EXPECT_NE(said(tag, "private").find("Example License is declared, but no file grants it"), std::string::npos);
}

TEST(Uses, WithheldWeightsServeNoUse) {
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::DeclaredAbsent);
  for (const char* id : {"private", "commercial", "fork-and-rebuild", "security-audit"}) EXPECT_EQ(use_of(facts, id).answer, UseAnswer::No) << id;
  EXPECT_NE(said(facts, "private").find("the weights are not given (parameters:1)"), std::string::npos);
  facts.statements.push_back({"weights.api-only", {at("README.md", 7)}});
  EXPECT_NE(said(facts, "lock-in").find("only a service is offered, not the weights (README.md:7)"), std::string::npos);
}

TEST(Uses, ABaseOfUnknownTermsIsNamed) {
  Facts facts = fully_open();
  facts.lineage.push_back({"finetune", "lakelab/otter-7b", "card", "unknown", {at("README.md", 3)}});
  EXPECT_NE(said(facts, "private").find("it is made from lakelab/otter-7b (README.md:3), whose terms these files do not tell"), std::string::npos);
}

TEST(Uses, MissingComponentsAreToldByHowTheyAreMissing) {
  Facts facts = fully_open();
  show(facts, ComponentId::TrainingCode, Presence::DeclaredAbsent);
  EXPECT_NE(said(facts, "research").find("to reproduce results, withheld: training code (training-code:1)"), std::string::npos) << said(facts, "research");
  show(facts, ComponentId::TrainingCode, Presence::Referenced);
  show(facts, ComponentId::Datasets, Presence::Partial);
  EXPECT_NE(said(facts, "research").find("to reproduce results, named or linked but not here: training code"), std::string::npos);
  EXPECT_NE(said(facts, "research").find("to reproduce results, only partly here: datasets"), std::string::npos);
  facts = fully_open();
  show(facts, ComponentId::Datasets, Presence::NotFound);
  EXPECT_NE(said(facts, "compliance").find("to audit the data, not found here: datasets"), std::string::npos);
  EXPECT_NE(said(facts, "fork-and-rebuild").find("to rebuild it, not found here: datasets"), std::string::npos);
  facts.release.complete = true;
  EXPECT_EQ(use_of(facts, "compliance").answer, UseAnswer::No);
  EXPECT_NE(said(facts, "compliance").find("to audit the data, not in the release: datasets"), std::string::npos);
  show(facts, ComponentId::Datasets, Presence::NotLooked);
  EXPECT_NE(said(facts, "compliance").find("to audit the data, outside the given sources: datasets"), std::string::npos);
  show(facts, ComponentId::TechnicalReport, Presence::NotFound);
  EXPECT_EQ(use_of(facts, "regulated").answer, UseAnswer::Yes) << "the paper stands for the report";
  show(facts, ComponentId::Paper, Presence::NotFound);
  facts.release.complete = false;
  EXPECT_NE(said(facts, "regulated").find("to account for it, not found here: technical report or research paper"), std::string::npos) << said(facts, "regulated");
}

TEST(Uses, ASecurityAuditNamesDangersFormatsCodeAndWhatWasLeftOut) {
  Facts facts = fully_open();
  facts.weights.formats = {"pytorch"};
  facts.findings.push_back({"loads-code/own-files", FindingLevel::Warning, "loading runs a file of the release", "", {at("config.json", 3)}});
  facts.not_examined.push_back({"model.bin", "too long", true});
  EXPECT_EQ(use_of(facts, "security-audit").answer, UseAnswer::Conditions);
  const std::string all = said(facts, "security-audit");
  EXPECT_NE(all.find("weights in a format that can run code when it is loaded: pytorch"), std::string::npos) << all;
  EXPECT_NE(all.find("loading needs more code to be read: loading runs a file of the release (config.json:3)"), std::string::npos);
  EXPECT_NE(all.find("1 thing was not examined: model.bin"), std::string::npos);
  facts.weights.formats.push_back("safetensors");
  EXPECT_NE(said(facts, "security-audit").find("load none of a format that can run code: pytorch"), std::string::npos);
  facts.not_examined.push_back({"other.bin", "too long", true});
  EXPECT_NE(said(facts, "security-audit").find("2 things were not examined, the first: model.bin"), std::string::npos);
  facts.findings.push_back({"danger/pickle-call", FindingLevel::Error, "it calls posix.system", "", {at("model.bin", 1)}});
  EXPECT_EQ(said(facts, "security-audit"), "loading would do more than load: it calls posix.system (model.bin:1)\n");
  facts.findings.push_back({"danger/pickle-call", FindingLevel::Error, "it opens a socket", "", {at("model.bin", 1)}});
  EXPECT_EQ(said(facts, "security-audit"), "loading would do more than load, in 2 ways; the first: it calls posix.system (model.bin:1)\n");
  show(facts, ComponentId::Parameters, Presence::Referenced);
  facts.findings.clear();
  EXPECT_EQ(use_of(facts, "security-audit").answer, UseAnswer::Unknown);
  EXPECT_NE(said(facts, "security-audit").find("the bytes of the weights are not here"), std::string::npos);
}

TEST(Uses, LockInSpeaksOfTheFormatAndOfRequests) {
  Facts facts = fully_open();
  facts.weights.formats = {"llamafile"};
  EXPECT_NE(said(facts, "lock-in").find("weights in a format that few programs read: llamafile"), std::string::npos);
  show(facts, ComponentId::Parameters, Presence::Referenced);
  facts.statements.push_back({"weights.gated", {at("README.md", 5)}});
  EXPECT_NE(said(facts, "lock-in").find("the weights are given on request only (README.md:5)"), std::string::npos);
}

TEST(Uses, TermsOfTheirOwnKindAreSaidInTheirWords) {
  const Facts facts = under({term(TermKind::UseAny, "conditional", "only with the licensor's leave")});
  EXPECT_EQ(use_of(facts, "private").answer, UseAnswer::LicenseNeeded);
  EXPECT_NE(said(facts, "private").find("use is limited: only with the licensor's leave (LICENSE:10)"), std::string::npos);
}

}  // namespace
}  // namespace aboveboard
