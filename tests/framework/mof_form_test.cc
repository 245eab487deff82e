// Forms of the Model Openness Tool: invented ones, and the tool's own cases where they are here.
#include "framework/mof_form.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "base/text.h"
#include "data/value.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

// The OSI's marks as the tests need them; the program asks the license data.
bool osi(std::string_view id) {
  static const std::set<std::string_view> approved = {"MIT", "Apache-2.0", "ISC", "BSD-3-Clause"};
  return approved.contains(id);
}

struct Case {
  MofForm form;
  MofEvaluation evaluation;
};

Case form_of(const std::string& licenses, const std::vector<std::string>& components) {
  std::string yaml = "framework: {name: Model Openness Framework, version: '1.0', date: '2025-01-01'}\nrelease:\n  name: lakelab/otter-7b\n  producer: lakelab\n  license: " + licenses + "\n  components:\n";
  for (const std::string& component : components) yaml += "    - " + component + "\n";
  auto form = parse_mof_form(yaml, "form.yml");
  EXPECT_TRUE(form.has_value()) << to_string(form.error());
  if (!form) return {};
  MofEvaluation evaluation = evaluate_mof_form(*form, osi);
  return {std::move(*form), std::move(evaluation)};
}

std::vector<std::string> named(std::initializer_list<const char*> names) {
  std::vector<std::string> components;
  for (const char* name : names) components.push_back("{name: " + std::string(name) + "}");
  return components;
}

const std::vector<std::string> kThree = named({"Model architecture", "Model parameters (Final)", "Evaluation results", "Model card", "Data card"});
const std::vector<std::string> kTwo = named({"Training code", "Inference code", "Evaluation code", "Evaluation data"});
const std::vector<std::string> kOne = named({"Datasets", "Data preprocessing code", "Model parameters (Intermediate)"});

std::vector<std::string> operator+(std::vector<std::string> a, const std::vector<std::string>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

MofStatus status_of(const Case& one, std::string_view name) {
  for (const MofItem& item : one.evaluation.items) {
    if (item.component->name == name) return item.status;
  }
  return MofStatus::Missing;
}

const std::string kAll = "{distribution: {name: MIT}}";

TEST(MofForm, EachClassIsReachedByItsComponents) {
  const Case three = form_of(kAll, kThree + named({"Technical report"}));
  EXPECT_EQ(three.evaluation.number, 3);
  EXPECT_EQ(three.evaluation.label, "Class III - Open Model");
  EXPECT_DOUBLE_EQ(three.evaluation.progress[1].percent, 60);
  const Case two = form_of(kAll, kThree + named({"Technical report"}) + kTwo);
  EXPECT_EQ(two.evaluation.number, 2);
  const Case one = form_of(kAll, kThree + named({"Technical report", "Research paper"}) + kTwo + kOne);
  EXPECT_EQ(one.evaluation.number, 1);
  EXPECT_DOUBLE_EQ(one.evaluation.progress[2].percent, 100);
  const Case none = form_of(kAll, kThree);
  EXPECT_EQ(none.evaluation.number, 0);
  EXPECT_EQ(none.evaluation.label, "Unclassified");
  EXPECT_DOUBLE_EQ(none.evaluation.progress[1].percent, 0);
}

TEST(MofForm, APaperStandsInForTheReportAndNotTheReverse) {
  EXPECT_EQ(form_of(kAll, kThree + named({"Research paper"})).evaluation.number, 3);
  EXPECT_EQ(form_of(kAll, kThree + named({"Research paper"}) + kTwo + kOne).evaluation.number, 1);
  EXPECT_EQ(form_of(kAll, kThree + named({"Technical report"}) + kTwo + kOne).evaluation.number, 2);
}

TEST(MofForm, LicensesComeFromTheComponentElseItsTypeElseTheDistribution) {
  const Case one = form_of("{distribution: {name: Acme}, code: {name: ISC}}", {"{name: Training code}", "{name: Inference code, license: Acme}", "{name: Datasets}", "{name: Model card, license: CC-BY-4.0}"});
  EXPECT_EQ(status_of(one, "Training code"), MofStatus::Included);
  EXPECT_EQ(status_of(one, "Inference code"), MofStatus::Invalid);
  EXPECT_EQ(status_of(one, "Datasets"), MofStatus::Invalid);
  EXPECT_EQ(status_of(one, "Model card"), MofStatus::Included);
}

TEST(MofForm, TheWordUnlicensedBlocksWhatWouldBeInherited) {
  const Case one = form_of(kAll, {"{name: Training code, license: unlicensed}", "{name: Inference code}", "{name: Evaluation code, license: null}"});
  EXPECT_EQ(status_of(one, "Training code"), MofStatus::Unlicensed);
  EXPECT_EQ(status_of(one, "Inference code"), MofStatus::Included);
  EXPECT_EQ(status_of(one, "Evaluation code"), MofStatus::Included);
}

TEST(MofForm, IdsAreExactAndExpressionsAreNone) {
  for (const char* license : {"apache-2.0", "MIT License", "MIT OR Apache-2.0", "OpenMDW-1.1", "PDDL-1.0"}) {
    EXPECT_EQ(status_of(form_of("{}", {"{name: Training code, license: \"" + std::string(license) + "\"}"}), "Training code"), MofStatus::Invalid) << license;
  }
  for (const char* license : {"Apache-2.0", "Apache-1.0", "OpenMDW-1.0", "ODC-PDDL-1.0", "GFDL-1.3"}) {
    EXPECT_EQ(status_of(form_of("{}", {"{name: Training code, license: \"" + std::string(license) + "\"}"}), "Training code"), MofStatus::Included) << license;
  }
}

TEST(MofForm, AnOpenLicenseOfAnotherTypePassesUnderACondition) {
  const Case one = form_of("{}", {"{name: Model parameters (Final), license: MIT}", "{name: Model card, license: CC-BY-4.0}", "{name: Training code, license: Apache-1.0}"});
  ASSERT_EQ(one.evaluation.conditional.size(), 1u);
  EXPECT_EQ(one.evaluation.conditional.front()->component->name, "Model parameters (Final)");
}

TEST(MofForm, AComponentThatIsNoneIsToldWithTheNearestAndTwiceCountsTheLast) {
  const Case one = form_of(kAll, {"{name: Modell card}", "{name: Model card, license: Acme}", "{name: Model card, license: MIT}", "7"});
  ASSERT_EQ(one.form.problems.size(), 3u);
  EXPECT_NE(one.form.problems[0].message.find("did you mean Model card"), std::string::npos);
  EXPECT_EQ(one.form.problems[0].line, 7u);
  EXPECT_EQ(status_of(one, "Model card"), MofStatus::Included);
}

TEST(MofForm, WhatIsNoFormIsAnErrorWithItsPlace) {
  for (const char* text : {"", "[]", "release: 3", "release: {components: {}}", "a: ["}) {
    const auto form = parse_mof_form(text, "form.yml");
    ASSERT_FALSE(form.has_value()) << text;
    EXPECT_EQ(form.error().place.path, "form.yml");
  }
}

// "licenses.json" of the tool: what the SPDX list marked when its cases were made.
std::set<std::string, std::less<>> osi_of_the_tool(const std::filesystem::path& folder) {
  std::set<std::string, std::less<>> ids;
  for (const char* name : {"licenses.json", "mof-licenses.json"}) {
    Diagnostics notes;
    const std::string text = testing::read_file(folder / name);
    const auto value = data::parse_json(text, {.path = name}, notes);
    if (!value) continue;
    for (const data::Value& item : value->find("licenses")->items) {
      if (const data::Value* approved = item.find("isOsiApproved"); approved != nullptr && approved->boolean) ids.insert(text_of(item, "licenseId"));
    }
  }
  return ids;
}

// The expected results have commas before closing brackets.
std::string without_trailing_commas(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t next = text[i] == ',' ? text.find_first_not_of(" \r\n\t", i + 1) : std::string::npos;
    if (next != std::string::npos && (text[next] == '}' || text[next] == ']')) continue;
    out += text[i];
  }
  return out;
}

TEST(MofForm, AgreesWithTheToolOnItsOwnCases) {
  const auto shared = testing::shared_material();
  if (!shared || !std::filesystem::exists(*shared / "mof-goldens")) GTEST_SKIP() << "the tool's own cases (../shared/mof-goldens) are not here";
  const std::filesystem::path folder = *shared / "mof-goldens";
  const auto approved = osi_of_the_tool(folder);
  ASSERT_GT(approved.size(), 100u);
  Diagnostics notes;
  const std::string expected_text = without_trailing_commas(testing::read_file(folder / "expected_results.json"));
  const auto expected = data::parse_json(expected_text, {.path = "expected_results.json"}, notes);
  ASSERT_TRUE(expected.has_value());
  std::size_t agreed = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".yml") continue;
    const auto form = parse_mof_form(testing::read_file(file.path()), file.path().string());
    ASSERT_TRUE(form.has_value()) << file.path();
    const MofEvaluation evaluation = evaluate_mof_form(*form, [&](std::string_view id) { return approved.contains(id); });
    for (const data::Value& model : expected->find("models")->items) {
      if (text_of(*model.find("release"), "name") != form->name) continue;
      const data::Value& classification = *model.find("classification");
      EXPECT_EQ(text_of(classification, "class"), std::to_string(evaluation.number)) << form->name;
      EXPECT_EQ(text_of(classification, "label"), evaluation.label) << form->name;
      for (const MofProgress& progress : evaluation.progress) {
        EXPECT_NEAR(classification.find("progress")->find(std::to_string(progress.number))->number, progress.percent, 0.005) << form->name;
      }
      ++agreed;
    }
  }
  EXPECT_EQ(agreed, 27u);
}

}  // namespace
}  // namespace aboveboard
