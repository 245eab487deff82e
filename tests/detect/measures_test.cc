#include "detect/measures_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "detect/measures_number.h"
#include "detect/release_of.h"

namespace aboveboard {
namespace {

using detect::spelled_number;
using testing::ReleaseOf;

ReleaseOf release_of(const detect::Example& example) {
  std::vector<MemoryFile> files;
  for (const auto& file : example.files) files.push_back({file.path, file.text});
  return ReleaseOf(example.role, std::move(files));
}

std::optional<Measure> measured(const ReleaseOf& release, std::string_view id, const Weights& weights = {}, const std::vector<Lineage>& lineage = {}) {
  for (Measure& measure : detect_measures(release.scope(), weights, detect_statements(release.scope()), lineage)) {
    if (measure.id == id) return std::move(measure);
  }
  return std::nullopt;
}

ReleaseOf readme(const std::string& text) { return ReleaseOf(Role::Code, {{"README.md", "# Heron\n\n" + text + "\n"}}); }

TEST(MeasureRules, AreWellFormed) { EXPECT_EQ(detect::check_measure_rules(), std::vector<std::string>{}); }

TEST(MeasureRules, HoldOnTheirOwnExamples) {
  for (const detect::MeasureExamples& one : detect::measure_examples()) {
    EXPECT_FALSE(one.pass.empty()) << one.id;
    EXPECT_FALSE(one.fail.empty()) << one.id;
    for (std::size_t i = 0; i < one.pass.size(); ++i) {
      const auto found = measured(release_of(one.pass[i].release), one.id);
      ASSERT_TRUE(found) << one.id << " pass " << i;
      EXPECT_NEAR(found->low, one.pass[i].low, one.pass[i].low * 1e-9) << one.id << " pass " << i;
      EXPECT_NEAR(found->high, one.pass[i].high, one.pass[i].high * 1e-9) << one.id << " pass " << i;
      EXPECT_FALSE(found->evidence.empty());
    }
    for (std::size_t i = 0; i < one.fail.size(); ++i) EXPECT_FALSE(measured(release_of(one.fail[i]), one.id)) << one.id << " fail " << i;
  }
}

TEST(SpelledNumber, ReadsFiguresAndScales) {
  EXPECT_EQ(spelled_number("2", "trillion"), 2e12);
  EXPECT_EQ(spelled_number("1,000", "b"), 1e12);
  EXPECT_NEAR(*spelled_number("2.6", "万亿"), 2.6e12, 1);
  EXPECT_NEAR(*spelled_number("3.8", "25"), 3.8e25, 1e12);
  EXPECT_NEAR(*spelled_number("6", "²³"), 6e23, 1e10);
}

TEST(SpelledNumber, RefusesWhatIsNoBoundedNumber) {
  for (const char* digits : {"", "2,5", "1,00", ",100", "1.2.3", "1.000,5", "nan", "inf", "-3", "0", "0.0", "99999999999999999999999999999999999"}) EXPECT_FALSE(spelled_number(digits, "")) << digits;
  EXPECT_FALSE(spelled_number("1", "9999"));
  EXPECT_FALSE(spelled_number("1", "99999999999999999999999"));
  EXPECT_FALSE(spelled_number("99999999999", "40"));
  EXPECT_FALSE(spelled_number("2", "bushels"));
}

TEST(Measures, ComputeIsEstimatedFromParametersAndTokensWithTheEvidenceOfBoth) {
  const auto compute = measured(readme("Heron is a 7B parameter model.\n\nIt was trained on 2T tokens."), "training-compute");
  ASSERT_TRUE(compute);
  EXPECT_TRUE(compute->estimated);
  EXPECT_NEAR(compute->low, 6.3e22, 1e18);
  EXPECT_NEAR(compute->high, 1.26e23, 1e18);
  EXPECT_NE(compute->how.find("6 x parameters"), std::string::npos);
  EXPECT_EQ(compute->evidence.size(), 2u);
}

TEST(Measures, MixturesCountActiveParameters) {
  const auto compute = measured(readme("Heron has 600B total parameters with 30B activated for each token.\n\nIt was trained on 10T tokens."), "training-compute");
  ASSERT_TRUE(compute);
  EXPECT_NEAR(compute->low, 6 * 30e9 * 10e12 * 0.75, 1e18);
}

TEST(Measures, MixturesWithoutActiveParametersHaveNoLowerEnd) {
  const auto compute = measured(readme("Heron is a mixture-of-experts model of 600B parameters.\n\nIt was trained on 10T tokens."), "training-compute");
  ASSERT_TRUE(compute);
  EXPECT_EQ(compute->low, 0);
  EXPECT_GT(compute->high, 1e25);
}

TEST(Measures, NothingIsEstimatedForWhatWasMadeFromOtherWeights) {
  const ReleaseOf release = readme("Heron is a 7B parameter model.\n\nIt was trained on 2T tokens.");
  Lineage line;
  line.relation = "finetune";
  line.base = "lakelab/otter-7b";
  EXPECT_FALSE(measured(release, "training-compute", {}, {line}));
  line.relation = "dataset";
  EXPECT_TRUE(measured(release, "training-compute", {}, {line}));
}

TEST(Measures, CountedParametersBeatTheCard) {
  Weights weights;
  weights.parameters = 1000000;
  weights.complete = Completeness::Yes;
  const auto counted = measured(readme("Heron is a 7B parameter model."), "parameters", weights);
  ASSERT_TRUE(counted);
  EXPECT_EQ(counted->high, 1000000);
  weights.complete = Completeness::No;
  const auto part = measured(readme("Heron is a 7B parameter model."), "parameters", weights);
  EXPECT_EQ(part->low, 1000000);
  EXPECT_EQ(part->high, 7e9);
}

TEST(Measures, AStatementThatTheEstimateDoesNotBearOutWidensTheInterval) {
  const auto compute = measured(readme("Heron is a 7B parameter model.\n\nIt was trained on 2T tokens.\n\nTraining took 1e21 FLOPs."), "training-compute");
  ASSERT_TRUE(compute);
  EXPECT_EQ(compute->low, 1e21);
  EXPECT_GT(compute->high, 1e23);
}

TEST(Measures, HostileNumbersStayFinite) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "Trained on 999999999999999999999999999999 trillion tokens. It has 1e400 parameters. Training took 9e39 FLOPs.\n\n";
  const ReleaseOf release = readme(text);
  for (const Measure& measure : detect_measures(release.scope(), {}, {})) {
    EXPECT_TRUE(std::isfinite(measure.low) && std::isfinite(measure.high)) << measure.id;
    EXPECT_LE(measure.low, measure.high);
  }
}

}  // namespace
}  // namespace aboveboard
