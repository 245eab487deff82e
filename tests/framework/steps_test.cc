// Steps: what would move a release one label up, the cheapest first.
#include <gtest/gtest.h>

#include <algorithm>

#include "framework/facts_builder.h"
#include "framework/framework.h"
#include "framework/steps_leaves.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::part;
using testing::show;

std::vector<Step> steps_of(const Facts& facts) { return next_steps(facts, derive_label(facts, evaluate_frameworks(facts))); }

std::string all_of(const Facts& facts) {
  std::string all;
  for (const Step& step : steps_of(facts)) all += std::string(to_string(step.effort)) + ": " + step.sentence + (step.reaches.empty() ? "" : " -> " + step.reaches) + "\n";
  return all;
}

#define EXPECT_SAYS(facts, words) EXPECT_NE(all_of(facts).find(words), std::string::npos) << all_of(facts)

License& weights_license(Facts& facts) { return facts.licenses[static_cast<std::size_t>(ComponentId::Parameters)]; }

TEST(Steps, NothingIsLeftAtTheProvenTop) { EXPECT_EQ(all_of(fully_open()), ""); }

TEST(Steps, WithoutWeightsTheyComeFirst) {
  EXPECT_SAYS(no_facts(), "publish: Publish the model parameters. -> weights-available");
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::DeclaredAbsent);
  EXPECT_SAYS(facts, "Publish the model parameters, which parameters:1 says is withheld.");
}

TEST(Steps, APriceStandsInTheWay) {
  Facts facts = fully_open();
  facts.statements.push_back({"price.required", {at("README.md", 8)}});
  EXPECT_SAYS(facts, "make: Do away with what README.md:8 says, and take the sentence back. -> weights-available");
}

TEST(Steps, ARestrictingLicenseIsTheDearestStepAndSaysSo) {
  Facts facts = fully_open();
  weights_license(facts).classes = {LicenseClass::ScaleRestricted, LicenseClass::ConductRestricted};
  weights_license(facts).terms = {{TermKind::UserThreshold, "700000000", "", "", "", {at("LICENSE", 41)}, TermOrigin::License}};
  const auto steps = steps_of(facts);
  ASSERT_EQ(steps.size(), 1u) << all_of(facts);
  EXPECT_EQ(steps.front().effort, Effort::Make);
  EXPECT_EQ(steps.front().requirement, "g7.weights-license");
  EXPECT_EQ(steps.front().reaches, "open-weights");
  EXPECT_EQ(steps.front().evidence.front().line, 41u);
  EXPECT_EQ(steps.front().sentence, "Give the model parameters under an open license instead of Example License, which says: license needed above 700,000,000 users (LICENSE:41). This is the dearest step: it changes what others may do.");
  for (const TermKind kind : {TermKind::AcceptableUse, TermKind::Geography, TermKind::FieldOfUse}) weights_license(facts).terms.push_back({kind, "required", "", "", "", {}, TermOrigin::License});
  EXPECT_SAYS(facts, "license needed above 700,000,000 users (LICENSE:41); ");
  EXPECT_SAYS(facts, "; and 1 more. This is the dearest step");
  for (Term& term : weights_license(facts).terms) term.evidence = {at("LICENSE", 41)};
  EXPECT_SAYS(facts, "says: license needed above 700,000,000 users; uses are excluded by a use policy; not in every region (LICENSE:41); and 1 more.");
}

TEST(Steps, ALicenseThatCannotBeReadMustBeNamed) {
  Facts facts = fully_open();
  weights_license(facts).classes = {LicenseClass::Unknown};
  EXPECT_SAYS(facts, "license: Name a known license for the model parameters, with its text: \"Example License\" (LICENSE:1) could not be read as one.");
  part(facts, ComponentId::Parameters).licenses.clear();
  EXPECT_SAYS(facts, "license: Choose an open license for the model parameters and put its text into the release; none is stated here.");
}

TEST(Steps, TheCheapestComesFirstAndTheLastOneReachesTheRung) {
  Facts facts = fully_open();
  show(facts, ComponentId::TrainingCode, Presence::NotFound);
  part(facts, ComponentId::TrainingCode).licenses.clear();
  show(facts, ComponentId::Datasets, Presence::NotFound);
  const auto steps = steps_of(facts);
  ASSERT_GE(steps.size(), 2u) << all_of(facts);
  for (std::size_t i = 1; i < steps.size(); ++i) EXPECT_LE(steps[i - 1].effort, steps[i].effort);
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) EXPECT_EQ(steps[i].reaches, "");
  EXPECT_EQ(steps.back().reaches, "open-source");
  EXPECT_SAYS(facts, "publish: Publish the training code.");
  EXPECT_SAYS(facts, "say: Add to the card: why training data cannot be shared, or that none is withheld.");
}

TEST(Steps, DocumentsAreWrittenNotPublished) {
  Facts facts = fully_open();
  for (const ComponentId id : {ComponentId::Datasets, ComponentId::DataInformation}) show(facts, id, Presence::NotFound);
  EXPECT_SAYS(facts, "document: Write and publish the data information.");
}

TEST(Steps, TheBaseDecidesWhereItDoes) {
  Facts facts = fully_open();
  facts.lineage.push_back({"finetune", "lakelab/otter-7b", "card", "Example License", {at("README.md", 3)}});
  facts.bases.push_back({"lakelab/otter-7b", Label::WeightsAvailable, Label::WeightsAvailable, Label::WeightsAvailable});
  EXPECT_SAYS(facts, "make: Make the release from another base, or wait for a more open release of lakelab/otter-7b (README.md:3): the base decides here. -> open-weights");
  facts.bases.clear();
  facts.statements.clear();
  EXPECT_SAYS(facts, "say: Say where training code and data of the base lakelab/otter-7b (README.md:3) are: the base decides here.");
  Condition condition;
  condition.predicate = Predicate::Bases;
  condition.label = Label::OpenWeights;
  facts.lineage.front().terms_inherited = "unknown";
  const auto steps = steps_for(condition, facts, Reading::Proven);
  ASSERT_EQ(steps.size(), 1u);
  EXPECT_EQ(steps.front().sentence, "Name the license of the base lakelab/otter-7b (README.md:3), and put its text beside the release's own: the base decides here.");
}

TEST(Steps, AtTheTopWhatIsLeftIsToProveIt) {
  Facts facts = fully_open();
  weights_license(facts).detected = false;
  show(facts, ComponentId::TrainingCode, Presence::Referenced);
  EXPECT_SAYS(facts, "license: Put the text of Example License beside the model parameters (LICENSE:1 declares it; no file grants it).");
  EXPECT_SAYS(facts, "publish: Put the training code into the release itself; training-code:1 only names or links it. -> open-source-open-data");
  show(facts, ComponentId::TrainingCode, Presence::Partial);
  EXPECT_SAYS(facts, "Complete the training code; training-code:1 holds a part, or a pointer to the bytes.");
}

TEST(Steps, TheRequirementTellsTheCostUnlessASentenceIsEnough) {
  Facts facts = fully_open();
  part(facts, ComponentId::TrainingCode).licenses.clear();
  const auto steps = steps_of(facts);
  ASSERT_EQ(steps.size(), 1u) << all_of(facts);
  EXPECT_EQ(steps.front().requirement, "g7.training-code");
  EXPECT_EQ(steps.front().effort, Effort::Publish);  // a license for the code, which the requirement counts as giving it
  EXPECT_EQ(steps.front().sentence, "Choose an open license for the training code and put its text into the release; none is stated here.");
  EXPECT_TRUE(steps.front().evidence.empty());
}

TEST(Steps, WhatIsProvenIsAskedForBeforeWhatOnlyAppears) {
  Facts facts = fully_open();
  show(facts, ComponentId::TrainingCode, Presence::NotFound);
  part(facts, ComponentId::TrainingCode).licenses.clear();
  EXPECT_SAYS(facts, "publish: Give the training code under an open license, with its text beside it.");
  EXPECT_EQ(all_of(facts).find("a statement that the training code is released"), std::string::npos) << all_of(facts);
}

TEST(Steps, ALicenseThatMustGiveWayAnswersForTheOthers) {
  Facts facts = fully_open();
  weights_license(facts).classes = {LicenseClass::Unknown};
  License& other = facts.licenses[static_cast<std::size_t>(ComponentId::Tokenizer)];
  other.classes = {LicenseClass::ConductRestricted};
  part(facts, ComponentId::Parameters).licenses.push_back(other.id);
  const auto steps = steps_of(facts);
  ASSERT_EQ(steps.size(), 1u) << all_of(facts);
  EXPECT_EQ(steps.front().effort, Effort::Make);
}

std::vector<std::string> sentences_for(const Condition& condition, const Facts& facts) {
  std::vector<std::string> sentences;
  for (const Step& step : steps_for(condition, facts, Reading::Proven)) sentences.push_back(std::string(to_string(step.effort)) + ": " + step.sentence);
  return sentences;
}

using Sentences = std::vector<std::string>;

TEST(Steps, NumbersThatAreMissingAreAddedAndOthersStandAsTheyAre) {
  Condition condition;
  condition.predicate = Predicate::Measure;
  condition.words = {"training-tokens"};
  condition.bound = 1000;
  Facts facts = no_facts();
  EXPECT_EQ(sentences_for(condition, facts), Sentences{"say: Add to the card: the number of training tokens."});
  Measure measure;
  measure.id = "training-tokens";
  measure.low = measure.high = 10;
  measure.evidence = {at("README.md", 9)};
  facts.measures = {measure};
  EXPECT_EQ(sentences_for(condition, facts), Sentences{"make: This needs another model, or another number if it is wrong: the number of training tokens (README.md:9) is not as asked."});
}

TEST(Steps, WhatIsNotToldOfTheDataIsDescribed) {
  Condition condition;
  condition.predicate = Predicate::Aspect;
  condition.words = {"selection"};
  condition.depth = Depth::Described;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"document: Describe in the data card: how the training data was selected."});
  condition.depth = Depth::Shared;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"publish: Describe in the data card: how the training data was selected, with the data or the place where it can be had."});
  condition.predicate = Predicate::Sources;
  condition.access = DataAccess::Public;
  condition.depth = Depth::Named;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"say: Add to the card: a list of the training data that is public."});
}

TEST(Steps, AComponentIsNamedOrGivenAsFarAsIsAsked) {
  Condition condition;
  condition.predicate = Predicate::PresenceIs;
  condition.components = {ComponentId::Paper};
  condition.presence = Presence::Referenced;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"say: Say in the card where the research paper can be found, or put it into the release."});
  condition.presence = Presence::Present;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"publish: Publish the research paper."});
}

TEST(Steps, ARequirementThatIsNamedTakesItsOwnSteps) {
  auto target = std::make_shared<Condition>();
  target->predicate = Predicate::Available;
  target->components = {ComponentId::TrainingCode};
  Condition condition;
  condition.predicate = Predicate::Requirement;
  condition.words = {"lake.code"};
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{});
  condition.target = target;
  EXPECT_EQ(sentences_for(condition, no_facts()), Sentences{"publish: Publish the training code."});
}

TEST(Steps, OtherConditionsAreAskedForInTheirWords) {
  Condition stated;
  stated.predicate = Predicate::Stated;
  stated.words = {"data.selection"};
  EXPECT_EQ(steps_for(stated, no_facts(), Reading::Apparent).front().sentence, "Describe in the data card: how the training data was selected.");
  Condition licensed;
  licensed.predicate = Predicate::Licensed;
  licensed.components = {ComponentId::TrainingCode};
  licensed.accepted.classes = {LicenseClass::Osi};
  Facts facts = fully_open();
  facts.licenses[static_cast<std::size_t>(ComponentId::TrainingCode)].classes = {LicenseClass::OpenNonOsi};
  EXPECT_EQ(steps_for(licensed, facts, Reading::Apparent).front().sentence, "Give the training code under a license that is accepted here; Example License (LICENSE:1) is none.");
}

}  // namespace
}  // namespace aboveboard
