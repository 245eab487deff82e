// Capabilities: what somebody can do with a release, by arithmetic and presence.
#include "framework/capabilities.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "framework/facts_builder.h"
#include "framework/framework.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::part;
using testing::show;

Capability can(const Facts& facts, std::string_view id) {
  const auto all = answer_capabilities(facts);
  const auto found = std::find_if(all.begin(), all.end(), [id](const Capability& one) { return one.id == id; });
  return found == all.end() ? Capability{} : *found;
}

void expect(const Facts& facts, std::string_view id, Answer answer, std::string_view words) {
  const Capability capability = can(facts, id);
  EXPECT_EQ(to_string(capability.answer), to_string(answer)) << id << ": " << capability.sentence;
  EXPECT_NE(capability.sentence.find(words), std::string::npos) << id << ": " << capability.sentence;
}

WeightsFile file_of(std::string format, std::uint64_t bytes) {
  WeightsFile file;
  file.format = std::move(format);
  file.path = "model." + file.format;
  file.bytes = bytes;
  return file;
}

// 1,000 parameters in BF16, all else open and here.
Facts small() {
  Facts facts = fully_open();
  facts.weights.dtypes = {{"BF16", 1000}};
  facts.weights.bytes = 2100;
  facts.weights.files = {file_of("safetensors", 2100)};
  facts.weights.evidence = {at("model.safetensors", 1)};
  return facts;
}

void add_term(Facts& facts, TermKind kind, std::string value) {
  License& license = facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)];
  Term term{kind, std::move(value), "", "", "", {at("LICENSE", 9)}, TermOrigin::License};
  license.terms.push_back(term);
  facts.governing = {{{ComponentId::Parameters}, {license.id}, license.classes, {{term, license.id, {}}}}};
}

TEST(Capabilities, SevenAreAnsweredEachWithASentence) {
  for (const Facts& facts : {small(), no_facts()}) {
    const auto all = answer_capabilities(facts);
    EXPECT_EQ(all.size(), 7u);
    for (const Capability& one : all) {
      EXPECT_FALSE(one.title.empty() || one.sentence.empty()) << one.id;
      const bool settled = one.answer == Answer::Yes || one.answer == Answer::No;
      EXPECT_FALSE(settled && one.evidence.empty()) << one.id;
    }
  }
}

TEST(Capabilities, AnEmptyReleaseLeavesAllUnknown) {
  for (const Capability& one : answer_capabilities(no_facts())) EXPECT_EQ(to_string(one.answer), "unknown") << one.id << ": " << one.sentence;
}

TEST(Capabilities, MemoryIsElementsInTheirTypes) {
  expect(small(), "run-locally", Answer::Yes, "1,000 parameters in safetensors; 2.0 kB of memory for the weights alone, as BF16");
  Facts facts = small();
  facts.weights.dtypes = {{"Q4_K", 1000}};
  expect(facts, "run-locally", Answer::Yes, "2.1 kB of memory");
  facts.weights.parameters.reset();
  expect(facts, "run-locally", Answer::Yes, "2.1 kB of weights in safetensors");
}

TEST(Capabilities, SizesThatOverflowAreNotComputed) {
  Weights weights;
  weights.dtypes = {{"F64", ~0ull}};
  EXPECT_FALSE(memory_of(weights).has_value());
}

TEST(Capabilities, HardwareIsTheLeastThatHoldsTheWeights) {
  EXPECT_EQ(hardware_for(2'000), "an ordinary laptop or telephone holds them");
  EXPECT_EQ(hardware_for(16'000'000'000), "one graphics card of 24 GB holds them");
  EXPECT_EQ(hardware_for(140'000'000'000), "one server of eight accelerators of 80 GB holds them");
  EXPECT_EQ(hardware_for(~0ull), "several servers with accelerators are needed");
}

TEST(Capabilities, DangersCodeAndGapsLimitRunning) {
  Facts facts = small();
  facts.findings.push_back({"loads-code/own-files", FindingLevel::Warning, "loading runs a file of the release", "", {at("config.json", 3)}});
  expect(facts, "run-locally", Answer::Limits, "loading needs code besides a library's: loading runs a file of the release (config.json:3)");
  facts.findings.push_back({"danger/pickle-call", FindingLevel::Error, "it calls posix.system", "", {at("model.bin", 1)}});
  expect(facts, "run-locally", Answer::Limits, "loading would do more than load: it calls posix.system");
  expect(facts, "data-privacy", Answer::Limits, "files would open a connection or run what they name: it calls posix.system");
  facts = small();
  facts.weights.complete = Completeness::No;
  facts.weights.completeness_reason = "1 of 2 files is missing";
  expect(facts, "run-locally", Answer::Limits, "not complete: 1 of 2 files is missing");
}

TEST(Capabilities, WeightsThatAreNotHereAreToldByHow) {
  Facts facts = small();
  show(facts, ComponentId::Parameters, Presence::Partial);
  facts.weights.files.front().pointer = true;
  expect(facts, "run-locally", Answer::Limits, "2.1 kB of weights in safetensors, promised by pointers or a listing");
  show(facts, ComponentId::Parameters, Presence::Referenced);
  expect(facts, "run-locally", Answer::Limits, "the weights are offered (parameters:1)");
  expect(facts, "data-privacy", Answer::Limits, "with the weights it runs without a service");
  expect(facts, "fine-tune", Answer::Unknown, "the weights themselves are not here");
  facts.statements.push_back({"weights.gated", {at("README.md", 5)}});
  expect(facts, "run-locally", Answer::Limits, "offered on request (README.md:5)");
  show(facts, ComponentId::Parameters, Presence::DeclaredAbsent);
  expect(facts, "run-locally", Answer::No, "the weights are not given (parameters:1)");
  expect(facts, "data-privacy", Answer::No, "no weights were found that could run");
  facts.statements.push_back({"weights.api-only", {at("README.md", 7)}});
  expect(facts, "data-privacy", Answer::No, "only a service is offered: what is asked of it leaves the machine (README.md:7)");
  expect(no_facts(), "run-locally", Answer::Unknown, "no weights were found here");
}

TEST(Capabilities, TuningNeedsAFormAndAPermission) {
  expect(small(), "fine-tune", Answer::Yes, "modification is permitted; recipes for fine-tuning are here");
  Facts facts = small();
  show(facts, ComponentId::FineTuningRecipes, Presence::Referenced);
  expect(facts, "fine-tune", Answer::Yes, "; recipes for fine-tuning are named or linked (fine-tuning-recipes:1)");
  show(facts, ComponentId::FineTuningRecipes, Presence::Partial);
  expect(facts, "fine-tune", Answer::Yes, "; a part of the recipes for fine-tuning is here (fine-tuning-recipes:1)");
  show(facts, ComponentId::FineTuningRecipes, Presence::DeclaredAbsent);
  expect(facts, "fine-tune", Answer::Yes, "; recipes for fine-tuning are withheld (fine-tuning-recipes:1)");
  show(facts, ComponentId::FineTuningRecipes, Presence::NotFound);
  expect(facts, "fine-tune", Answer::Yes, "no recipes were found");
  facts.weights.formats = {"gguf"};
  expect(facts, "fine-tune", Answer::Limits, "weights in gguf, made for running rather than training");
  facts = small();
  add_term(facts, TermKind::AcceptableUse, "required");
  expect(facts, "fine-tune", Answer::Limits, "load; a tuned model may be released within one limit (see Uses); recipes");
  facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)].detected = false;
  expect(facts, "fine-tune", Answer::Limits, "a tuned model may be released within 2 limits (see Uses)");
  facts = small();
  add_term(facts, TermKind::Redistribution, "no");
  expect(facts, "fine-tune", Answer::Limits, "no redistribution (LICENSE:9)");
  facts = small();
  add_term(facts, TermKind::Modification, "no");
  expect(facts, "fine-tune", Answer::No, "the license permits no modification (LICENSE:9)");
  facts = small();
  part(facts, ComponentId::Parameters).licenses.clear();
  expect(facts, "fine-tune", Answer::Unknown, "nothing tells whether modification is permitted");
}

TEST(Capabilities, ReproducingNamesWhatIsHereAndWhatIsNot) {
  expect(small(), "reproduce", Answer::Yes, "training code, settings, data and the code that processed it are here");
  Facts facts = small();
  show(facts, ComponentId::Datasets, Presence::Referenced);
  show(facts, ComponentId::TrainingLogs, Presence::Partial);
  expect(facts, "reproduce", Answer::Limits, "; only partly: training logs; named or linked: datasets");
  show(facts, ComponentId::TrainingCode, Presence::NotFound);
  expect(facts, "reproduce", Answer::Unknown, "not found: training code");
  show(facts, ComponentId::TrainingCode, Presence::DeclaredAbsent);
  expect(facts, "reproduce", Answer::No, "withheld: training code");
  expect(no_facts(), "reproduce", Answer::Unknown, "of 6 things that a rebuild needs, none is here");
}

TEST(Capabilities, DataCanBeAuditedOnlyWhereItIs) {
  expect(small(), "audit-data", Answer::Yes, "the training data is here (datasets:1)");
  Facts facts = small();
  show(facts, ComponentId::Datasets, Presence::Partial);
  expect(facts, "audit-data", Answer::Limits, "a part of the training data");
  show(facts, ComponentId::Datasets, Presence::Referenced);
  expect(facts, "audit-data", Answer::Limits, "named or linked (datasets:1), not here");
  expect(facts, "data-privacy", Answer::Limits, "what personal data it was trained on cannot be seen here");
  show(facts, ComponentId::Datasets, Presence::DeclaredAbsent);
  expect(facts, "audit-data", Answer::No, "withheld (datasets:1)");
  show(facts, ComponentId::Datasets, Presence::NotFound);
  expect(facts, "audit-data", Answer::Unknown, "described (data-information:1), which cannot be checked without it");
  expect(no_facts(), "audit-data", Answer::Unknown, "nothing was found of the training data");
  Facts complete = no_facts();
  complete.release.complete = true;
  expect(complete, "audit-data", Answer::No, "the training data is not in the release");
  expect(small(), "data-privacy", Answer::Yes, "no file that was read opens a connection by itself; the training data can be searched");
}

TEST(Capabilities, ACommunityFollowsTheTerms) {
  expect(small(), "community", Answer::Yes, "anyone may fork, change and share it, under Example License");
  Facts facts = small();
  add_term(facts, TermKind::AcceptableUse, "required");
  expect(facts, "community", Answer::Limits, "forks may be shared within one limit, uses are excluded by a use policy");
  facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)].detected = false;
  expect(facts, "community", Answer::Limits, "forks may be shared within 2 limits; first, ");
  facts = small();
  add_term(facts, TermKind::Redistribution, "no");
  expect(facts, "community", Answer::No, "forks may not be shared: no redistribution");
  facts = small();
  add_term(facts, TermKind::UseAny, "conditional");
  facts.governing.front().terms.front().term.condition = "only with the licensor's leave";
  expect(facts, "community", Answer::Limits, "sharing a fork needs another license: ");
  part(facts, ComponentId::Parameters).licenses.clear();
  expect(facts, "community", Answer::Unknown, "not known: nothing in these files says");
}

TEST(Capabilities, CostIsSizesAndThresholds) {
  expect(small(), "cost", Answer::Yes, "2.1 kB to download, 2.0 kB of memory for the weights alone: an ordinary laptop");
  Facts facts = small();
  facts.weights.formats = {"safetensors", "pytorch"};
  facts.weights.files.push_back(file_of("pytorch", 2000));
  expect(facts, "cost", Answer::Yes, "2.1 kB to download, 2.0 kB of memory");  // the same weights in another format count once
  add_term(facts, TermKind::UserThreshold, "700000000");
  expect(facts, "cost", Answer::Limits, "a license may cost: license needed above 700,000,000 users (LICENSE:9)");
  facts = small();
  add_term(facts, TermKind::AcceptableUse, "required");
  expect(facts, "cost", Answer::Yes, "no fee is named in the terms that were read");
  expect(no_facts(), "cost", Answer::Unknown, "no sizes are told here; not all terms are known here, so a fee cannot be ruled out");
}

TEST(Capabilities, NoFeeIsNamedOnlyWhereAllTermsAreKnown) {
  const auto terms = [](Facts& facts) -> License& { return facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)]; };
  Facts facts = small();
  terms(facts).classes = {LicenseClass::Unknown};
  expect(facts, "cost", Answer::Limits, "holds them; not all terms are known here");
  facts = small();
  terms(facts).classes = {LicenseClass::ScaleRestricted};
  expect(facts, "cost", Answer::Limits, "holds them; not all terms are known here");
  facts = small();
  part(facts, ComponentId::Parameters).licenses.clear();
  expect(facts, "cost", Answer::Limits, "holds them; not all terms are known here");
  facts = small();
  facts.lineage.push_back({"finetune", "lakelab/otter-7b", "card", "", {at("README.md", 3)}});
  facts.lineage.front().terms_inherited = "unknown";
  expect(facts, "cost", Answer::Limits, "holds them; not all terms are known here");
  facts = small();
  terms(facts).classes = {LicenseClass::Noncommercial};
  expect(facts, "cost", Answer::Limits, "holds them; Example License allows no commercial use (LICENSE:1); what another license would cost is not told");
  add_term(facts, TermKind::CommercialUse, "no");
  expect(facts, "cost", Answer::Limits, "holds them; no commercial use (LICENSE:9); what another license would cost is not told");
  EXPECT_EQ(can(facts, "cost").sentence.find("no fee is named"), std::string::npos);
}

TEST(Capabilities, AnIndexAloneIsNoWeights) {
  Facts facts = small();
  show(facts, ComponentId::Parameters, Presence::Partial);
  facts.weights.files.clear();
  facts.weights.formats.clear();
  facts.weights.bytes = 0;
  expect(facts, "run-locally", Answer::Limits, "of the weights only an index or a description is here (parameters:1)");
}

}  // namespace
}  // namespace aboveboard
