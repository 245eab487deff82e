// Frameworks of a user's own: what they may ask, how they conclude, and what is said of faults in them.
#include <gtest/gtest.h>

#include <algorithm>

#include "framework/condition_words.h"
#include "framework/facts_builder.h"
#include "framework/framework.h"
#include "framework/rulebook.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::fully_open;
using testing::license_with;
using testing::no_facts;
using testing::show;

constexpr const char* kHead = "id: house\nname: House rules\nrationale: What we ask.\nrequirements:\n";
constexpr const char* kVerdict = "verdict: {met: fits, unmet: no, unknown: ask}\n";

std::vector<Framework> read(const std::string& yaml) {
  auto frameworks = read_frameworks({{"house.yaml", yaml}});
  EXPECT_TRUE(frameworks.has_value()) << to_string(frameworks.error());
  return frameworks ? std::move(*frameworks) : std::vector<Framework>{};
}

FrameworkResult result_of(const std::string& yaml, const Facts& facts, std::size_t which = 0) {
  const auto results = evaluate_frameworks(facts, read(yaml));
  return which < results.size() ? results[which] : FrameworkResult{};
}

std::string error_of(const std::string& yaml) {
  const auto frameworks = read_frameworks({{"house.yaml", yaml}});
  return frameworks ? "" : to_string(frameworks.error());
}

// One requirement with this condition.
std::string asking(const std::string& condition) { return std::string(kHead) + "  - {id: r, rationale: R., when: " + condition + "}\n" + kVerdict; }

TEST(GivenFrameworks, AVerdictThatAppliesUnderAConditionIsOutOfScopeWhereItDoesNot) {
  const std::string yaml = std::string(kHead) +
                           "  - {id: r, rationale: R., when: {available: training-code}}\n"
                           "verdict: {met: fits, unmet: no, unknown: ask, applies: {measure: {id: training-compute, above: 1e23}}, out-of-scope: small}\n";
  Facts facts = fully_open();
  const auto with = [&](double low, double high) {
    facts.measures = {{"training-compute", low, high, "FLOP", true, "", {at("README.md", 2)}}};
    return result_of(yaml, facts);
  };
  EXPECT_EQ(with(1e24, 1e24).result, "fits");
  EXPECT_EQ(with(1e22, 1e23).result, "small");
  EXPECT_EQ(with(1e22, 1e23).requirements.size(), 1u);
  EXPECT_EQ(with(1e22, 1e24).result, "ask");
  show(facts, ComponentId::TrainingCode, Presence::DeclaredAbsent);
  EXPECT_EQ(with(1e22, 1e24).result, "no");
  EXPECT_NE(with(1e22, 1e24).sentence.find("if it applies"), std::string::npos);
  EXPECT_EQ(with(1e22, 1e22).result, "small");
}

TEST(GivenFrameworks, WhatDoesNotDecideIsToldAndChangesNothing) {
  const std::string yaml = std::string(kHead) + "  - {id: r, rationale: R., when: {available: training-code}}\n  - {id: s, rationale: S., decides: false, when: {available: datasets}}\n" + kVerdict;
  Facts facts = fully_open();
  show(facts, ComponentId::Datasets, Presence::DeclaredAbsent);
  const FrameworkResult result = result_of(yaml, facts);
  EXPECT_EQ(result.result, "fits");
  ASSERT_EQ(result.requirements.size(), 2u);
  EXPECT_EQ(result.requirements[1].result, Truth::Unmet);
  EXPECT_FALSE(result.requirements[1].decides);
}

TEST(GivenFrameworks, ClassesAreCumulativeAndTakeUnknownBothWays) {
  const std::string yaml = std::string(kHead) +
                           "  - {id: w, rationale: W., when: {available: parameters}}\n  - {id: c, rationale: C., modes: [a], when: {available: training-code}}\n  - {id: d, rationale: D., when: {available: datasets}}\n"
                           "classes: {modes: [a, b], none: {id: \"0\", name: None}, list: [{id: I, name: One, requires: [w]}, {id: II, name: Two, requires: [c]}, {id: III, name: Three, requires: [d]}]}\n";
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  show(facts, ComponentId::TrainingCode, Presence::Referenced);
  show(facts, ComponentId::Datasets, Presence::DeclaredAbsent);
  const FrameworkResult a = result_of(yaml, facts, 0), b = result_of(yaml, facts, 1);
  EXPECT_EQ(a.mode, "a");
  EXPECT_EQ(a.result_min, "I");
  EXPECT_EQ(a.result, "II");
  EXPECT_EQ(a.result_max, "II");
  EXPECT_EQ(b.result_min, "II");  // in mode b nothing asks for the code
  EXPECT_EQ(b.requirements.size(), 2u);
  show(facts, ComponentId::Parameters, Presence::DeclaredAbsent);
  EXPECT_EQ(result_of(yaml, facts, 0).result_max, "0");
}

TEST(GivenFrameworks, AScaleGivesGradesAndTheirMeanInThreeReadings) {
  const std::string yaml = std::string(kHead) +
                           "  - {id: a, rationale: A., when: {available: training-code}, partial: {available: fine-tuning-recipes}}\n  - {id: b, rationale: B., when: {presence: {component: model-card, at-least: present}}, partial: {presence: {component: model-card, at-least: referenced}}}\n"
                           "scale: {met: open, partial: partial, unmet: closed}\n";
  Facts facts = no_facts();
  show(facts, ComponentId::ModelCard, Presence::Partial);
  show(facts, ComponentId::FineTuningRecipes, Presence::Present);
  const FrameworkResult result = result_of(yaml, facts);
  EXPECT_EQ(result.kind, "scale");
  EXPECT_DOUBLE_EQ(*result.score, 0.5);
  EXPECT_DOUBLE_EQ(*result.score_min, 0.5);
  EXPECT_DOUBLE_EQ(*result.score_max, 0.75);
  EXPECT_EQ(result.requirements[0].grade, "partial");
  EXPECT_EQ(result.requirements[0].grade_max, "open");
  EXPECT_EQ(result.requirements[1].grade_max, "partial");
}

TEST(GivenFrameworks, AChecklistCountsWhatIsThereAndCallsSilenceNotShown) {
  const std::string yaml = std::string(kHead) + "  - {id: a, rationale: A., when: {stated: data.provenance}}\n  - {id: b, rationale: B., when: {stated: data.scope}}\n" + "checklist: {met: present, unmet: absent, unknown: not shown}\n";
  Facts facts = no_facts();
  facts.statements.push_back({"data.scope", {at("DATA.md", 3)}});
  const FrameworkResult result = result_of(yaml, facts);
  EXPECT_EQ(result.result, "1 of 2 present");
  EXPECT_EQ(result.requirements[0].grade, "not shown");
  EXPECT_NE(result.sentence.find("says nothing on whether it is true"), std::string::npos);
}

TEST(GivenFrameworks, RequirementsMayNameOthersAlsoOfBuiltInFrameworks) {
  const FrameworkResult result = result_of(std::string(kHead) + "  - {id: a, rationale: A., when: {all: [{requirement: b}, {requirement: osaid-1.0/osaid.parameters}]}}\n  - {id: b, rationale: B., when: {available: datasets}}\n" + kVerdict, fully_open());
  EXPECT_EQ(result.result, "fits");
  EXPECT_FALSE(result.requirements[0].evidence.empty());
}

TEST(GivenFrameworks, ACircleIsShownWholeWithFileAndLineOfEachMember) {
  const std::string message = error_of(std::string(kHead) + "  - {id: a, rationale: A., when: {requirement: b}}\n  - {id: b, rationale: B., when: {not: {requirement: c}}}\n  - {id: c, rationale: C., when: {requirement: house/a}}\n" + kVerdict);
  EXPECT_NE(message.find("a (house.yaml:5) refers to b (house.yaml:6) refers to c (house.yaml:7) refers to a"), std::string::npos) << message;
  EXPECT_NE(error_of(asking("{requirement: r}")).find("circle"), std::string::npos);
}

TEST(GivenFrameworks, ConditionsThatGrowByDoublingAreRefused) {
  std::string yaml = kHead;
  for (int i = 0; i < 40; ++i) yaml += "  - {id: r" + std::to_string(i) + ", rationale: R., when: " + (i == 0 ? "{available: datasets}" : "{all: [{requirement: r" + std::to_string(i - 1) + "}, {requirement: r" + std::to_string(i - 1) + "}]}") + "}\n";
  EXPECT_NE(error_of(yaml + kVerdict).find("steps"), std::string::npos);
}

TEST(GivenFrameworks, FaultsAreToldWithLineTextAndTheNearestWord) {
  const std::pair<std::string, std::string> cases[] = {
      {asking("{availabel: datasets}"), "house.yaml:5: no predicate is called \"availabel\"; did you mean available?"},
      {asking("{available: dataset}"), "did you mean datasets"},
      {asking("{licensed: {component: datasets, accept: os}}"), "no accepted set is called \"os\""},
      {asking("{licensed: {component: datasets}}"), "\"accept\" is missing"},
      {asking("{stated: data.provenence}"), "did you mean data.provenance"},
      {asking("{bases: open-weight}"), "did you mean open-weights"},
      {asking("{aspect: {id: labelling, at-least: named}}"), "did you mean labeling"},
      {asking("{aspect: {id: labeling, at-least: describe}}"), "did you mean described"},
      {asking("{sources: {access: opn, at-least: shared}}"), "did you mean open"},
      {asking("{measure: {id: parameter, above: 1}}"), "did you mean parameters"},
      {asking("{measure: {id: parameters, above: many}}"), "needs a number, not \"many\""},
      {asking("{measure: {id: parameters}}"), "\"above\" or \"below\""},
      {asking("{presence: {component: datasets, at-least: partly}}"), "no presence is called"},
      {asking("{requirement: osaid-1.0/osaid.parameter}"), "did you mean osaid-1.0/osaid.parameters"},
      {asking("{reading: aparent}"), "did you mean apparent"},
      {asking("[]"), "a condition is one predicate"},
      {asking("{all: []}"), "need a list of conditions"},
      {std::string(kHead) + "  - {id: r, rationale: R., wen: {available: datasets}}\n" + kVerdict, "no key is called \"wen\"; did you mean when?"},
      {std::string(kHead) + "  - {id: r, rationale: R.}\n" + kVerdict, "needs a condition under \"when\""},
      {std::string(kHead) + "  - {id: r, when: {available: datasets}}\n" + kVerdict, "\"rationale\" is missing"},
      {std::string(kHead) + "  - {id: r, rationale: R., effort: publsh, when: {available: datasets}}\n" + kVerdict, "did you mean publish"},
      {std::string(kHead) + "  - {id: r, rationale: R., decides: maybe, when: {available: datasets}}\n" + kVerdict, "true or false"},
      {std::string(kHead) + "  - {id: r, rationale: R., modes: [definition], when: {available: datasets}}\nverdict: {modes: [definitions], met: a, unmet: b, unknown: c}\n", "did you mean definitions"},
      {std::string(kHead) + "  - {id: r, rationale: R., partial: {available: datasets}, when: {available: datasets}}\n" + kVerdict, "belongs to the requirements of a scale"},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\nladder: [{label: open-weight, requires: [r]}]\n", "did you mean open-weights"},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\nladder: [{label: open-weights, requires: [rr]}]\n", "no requirement of this framework is called \"rr\""},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\n", "needs a conclusion"},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\nscale: {met: a, partial: b, unmet: c}\n" + kVerdict, "one conclusion"},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\nverdict: {met: a, unmet: b, unknown: c, out-of-scope: d}\n", "stands beside \"applies\""},
      {std::string(kHead) + kVerdict, "list of requirements"},
      {asking("{available: datasets}") + "extra: 1\n", "no key is called \"extra\""},
      {"- 1\n", "keys with values are needed"},
      {"id: osaid-1.0\nname: Mine\nrationale: R.\nrequirements:\n  - {id: r, rationale: R., when: {available: datasets}}\n" + std::string(kVerdict), "is there already"},
      {std::string(kHead) + "  - id: r\n    rationale: R.\n    when: {available: datasets}\n    examples:\n      pass:\n        - {components: {datasets: not-found}}\n" + kVerdict, "house.yaml:10: this example of r is unknown"},
      {std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}, examples: {pass: [{component: {}}]}}\n" + kVerdict, "did you mean components"},
  };
  for (const auto& [yaml, wanted] : cases) {
    const std::string message = error_of(yaml);
    EXPECT_NE(message.find(wanted), std::string::npos) << "\"" << message << "\" lacks \"" << wanted << "\"";
    EXPECT_EQ(message.rfind("house.yaml:", 0), 0u) << message;
  }
}

TEST(GivenFrameworks, AspectsAndSourcesTellSilenceFromRefusal) {
  const std::string aspect = asking("{aspect: {id: selection, at-least: described}}"), sources = asking("{sources: {access: open, at-least: shared}}");
  Facts facts = no_facts();
  EXPECT_EQ(result_of(aspect, facts).result, "ask");
  facts.data_aspects = {{"selection", Depth::Named, {at("DATA.md", 2)}}};
  EXPECT_EQ(result_of(aspect, facts).result, "ask");
  facts.release.complete = true;
  EXPECT_EQ(result_of(aspect, facts).result, "no");
  facts.release.complete = false;
  facts.data_aspects[0].depth = Depth::Withheld;
  EXPECT_EQ(result_of(aspect, facts).result, "no");
  facts.data_aspects[0].depth = Depth::Shared;
  EXPECT_EQ(result_of(aspect, facts).result, "fits");
  EXPECT_EQ(result_of(sources, facts).result, "ask");
  facts.data_sources = {{"corpus a", Depth::Shared, DataAccess::Open, "", "", {at("DATA.md", 4)}}};
  EXPECT_EQ(result_of(sources, facts).result, "fits");
  facts.data_sources.push_back({"corpus b", Depth::Named, DataAccess::Open, "", "", {at("DATA.md", 5)}});
  EXPECT_EQ(result_of(sources, facts).result, "ask");
  facts.data_sources[1].depth = Depth::Withheld;
  EXPECT_EQ(result_of(sources, facts).result, "no");
}

TEST(AcceptedSets, AnSpdxIdPassesByItselfUnlessTheTextWasChangedAndUndecidedClassesAreUnknown) {
  Condition condition;
  condition.predicate = Predicate::Licensed;
  condition.components = {ComponentId::Parameters};
  condition.accepted.spdx = {"CC-BY-NC-4.0"};
  condition.accepted.undecided = {LicenseClass::ConductRestricted};
  Facts facts = no_facts();
  show(facts, ComponentId::Parameters, Presence::Present);
  license_with(facts, ComponentId::Parameters, {LicenseClass::Noncommercial});
  const auto truth = [&] { return evaluate(condition, facts, Reading::Proven).truth; };
  EXPECT_EQ(truth(), Truth::Unmet);
  facts.licenses[0].spdx = "CC-BY-NC-4.0";
  EXPECT_EQ(truth(), Truth::Met);
  facts.licenses[0].verdict = MatchVerdict::Modified;
  EXPECT_EQ(truth(), Truth::Unmet);
  facts.licenses[0].classes = {LicenseClass::ConductRestricted};
  EXPECT_EQ(truth(), Truth::Unknown);
}

TEST(ConditionWords, EveryRequirementOfEveryFrameworkIsToldInWords) {
  for (const Framework& framework : rulebook_with_examples()) {
    EXPECT_FALSE(conclusion_in_words(framework).empty());
    for (const Requirement& requirement : framework.requirements) EXPECT_FALSE(in_words(requirement.when).empty()) << requirement.text.id;
  }
  const auto frameworks = read(asking("{all: [{available: training-code}, {licensed: {component: training-code, accept: osi}}]}"));
  ASSERT_EQ(frameworks.size(), 1u);
  EXPECT_EQ(in_words(frameworks[0].requirements[0].when), "the release gives the training code, and every license of the training code is among the licenses on the OSI's list");
}

TEST(ConditionWords, EveryPredicateHasWordsOfItsOwn) {
  const std::pair<std::string, std::string> cases[] = {
      {"{any: [{available: [paper, data-card]}, {all: [{unlicensed: paper}, {unrestricted: paper}]}]}", "the release gives the research paper and data card, or (nothing says what governs the research paper, and no term restricts use, study, change or sharing of the research paper)"},
      {"{presence: {component: paper, at-least: partial}}", "the research paper is at least partial"},
      {"{licensed: {component: parameters, accept: mof-content-type}}", "(left to a human: osi)"},
      {"{stated: data.selection}", "a text says \"How the training data were selected\" (data.selection)"},
      {"{not: {stated: data.selection}}", "no text says \"How the training data were selected\" (data.selection)"},
      {"{not: {available: paper}}", "it is not so that the release gives the research paper"},
      {"{weights-format: [gguf]}", "weights of the format gguf are there"},
      {"{reading: apparent}", "what the release says and links is taken as true"},
      {"{reading: proven}", "only what is proven counts"},
      {"{bases: open-weights}", "everything that it was made from is at least Open Weights AI"},
      {"{bases: {at-least: open-weights, or-stated: data.shared}}", "by appearance also where a text says \"All of the training data is given\" (data.shared)"},
      {"{requirement: osaid-1.0/osaid.parameters}", "osaid-1.0/osaid.parameters holds"},
      {"{measure: {id: training-compute, above: 1e25}}", "training-compute: above 1e+25"},
      {"{measure: {id: parameters, below: 1000}}", "parameters: below 1000"},
      {"{aspect: {id: selection, at-least: described}}", "how the training data was selected is at least described"},
      {"{sources: {access: open, at-least: shared}}", "training data that is open is listed, each source at least shared"},
  };
  for (const auto& [condition, words] : cases) {
    const auto frameworks = read(asking(condition));
    ASSERT_EQ(frameworks.size(), 1u) << condition;
    const std::string told = in_words(frameworks[0].requirements[0].when);
    EXPECT_NE(told.find(words), std::string::npos) << "\"" << told << "\" lacks \"" << words << "\"";
  }
}

TEST(ConditionWords, ConclusionsAndAcceptedSetsAreTold) {
  const auto told = [](const std::string& conclusion) {
    const auto frameworks = read(std::string(kHead) + "  - {id: r, rationale: R., when: {available: datasets}}\n" + conclusion);
    std::string all;
    for (const std::string& sentence : frameworks.empty() ? std::vector<std::string>{} : conclusion_in_words(frameworks[0])) all += sentence + " ";
    return all;
  };
  EXPECT_NE(told("verdict: {met: a, unmet: b, unknown: c, applies: {available: paper}, out-of-scope: d}\n").find("\"d\" where it does not hold that the release gives the research paper."), std::string::npos);
  EXPECT_NE(told("classes: {none: {id: \"0\", name: None}, list: [{id: I, name: One, requires: [r]}]}\n").find("Otherwise class 0, None."), std::string::npos);
  EXPECT_NE(told("scale: {met: a, partial: b, unmet: c}\n").find("the score is the mean"), std::string::npos);
  EXPECT_NE(told("checklist: {met: a, unmet: b, unknown: c}\n").find("Each element is a, b or c"), std::string::npos);
  EXPECT_NE(told("ladder: [{label: open-weights, requires: [r]}]\n").find("Open Weights AI needs r."), std::string::npos);
  std::string sets;
  for (const AcceptedSet& set : accepted_sets()) sets += in_words(set) + "\n";
  EXPECT_NE(sets.find("Also these by their SPDX ids: CC0-1.0"), std::string::npos);
  EXPECT_NE(sets.find("Left to a human: osi."), std::string::npos);
}

TEST(GivenFrameworks, WhatIsMissingIsNamed) {
  const auto missing = [](const std::string& condition, const Facts& facts) {
    const FrameworkResult result = result_of(asking(condition), facts);
    return result.requirements.empty() || result.requirements[0].missing.empty() ? std::string() : result.requirements[0].missing[0];
  };
  Facts facts = no_facts();
  EXPECT_EQ(missing("{measure: {id: training-compute, above: 1e25}}", facts), "the compute of the training, or the number of training tokens");
  EXPECT_EQ(missing("{measure: {id: training-tokens, above: 1}}", facts), "the number of training tokens");
  EXPECT_EQ(missing("{measure: {id: parameters, above: 1}}", facts), "the number of parameters");
  EXPECT_EQ(missing("{aspect: {id: selection, at-least: shared}}", facts), "how the training data was selected, with the data or the place where it can be had");
  EXPECT_EQ(missing("{sources: {access: public, at-least: named}}", facts), "a list of the training data that is public");
  facts.data_sources = {{"corpus a", Depth::Named, DataAccess::Open, "", "", {at("DATA.md", 4)}}};
  EXPECT_EQ(missing("{sources: {access: open, at-least: shared}}", facts), "more on the data source \"corpus a\": at least shared");
}

TEST(Mof, TheClassFollowsWhatIsThereAndUnderWhichLicense) {
  const auto of_mode = [](const Facts& facts, const std::string& mode) {
    for (const FrameworkResult& result : evaluate_frameworks(facts)) {
      if (result.id == "mof-1.0" && result.mode == mode) return result;
    }
    return FrameworkResult{};
  };
  Facts facts = fully_open();
  EXPECT_EQ(of_mode(facts, "spec").result, "I");
  EXPECT_EQ(of_mode(facts, "spec").result_min, "I");
  EXPECT_EQ(of_mode(facts, "spec").sentence, "Class I, Open Science.");
  facts.components[static_cast<std::size_t>(ComponentId::Datasets)].licenses.clear();  // the framework takes data without a license, its tool does not
  EXPECT_EQ(of_mode(facts, "spec").result, "I");
  EXPECT_EQ(of_mode(facts, "mot").result, "II");
  show(facts, ComponentId::TechnicalReport, Presence::DeclaredAbsent);  // the paper stands in
  EXPECT_EQ(of_mode(facts, "spec").result, "I");
  show(facts, ComponentId::DataCard, Presence::NotFound);
  EXPECT_EQ(of_mode(facts, "spec").result, "0");
  EXPECT_EQ(of_mode(facts, "spec").result_max, "I");
  show(facts, ComponentId::ModelCard, Presence::DeclaredAbsent);
  EXPECT_EQ(of_mode(facts, "spec").result_max, "0");
}

}  // namespace
}  // namespace aboveboard
