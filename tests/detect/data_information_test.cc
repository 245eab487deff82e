// What a release tells of its training data: aspects by depth, sources by how they can be had.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/limits.h"
#include "detect/data_information_names.h"
#include "detect/data_information_rules.h"
#include "detect/data_information_sources.h"
#include "detect/release_of.h"

namespace aboveboard {
namespace {

using testing::ReleaseOf;

DataInformation told(const ReleaseOf& release) {
  Diagnostics notes;
  return detect_data_information(release.scope(), detect_statements(release.scope()), detect_components(release.scope()), notes);
}

DataInformation told(std::string text) { return told(ReleaseOf(Role::Weights, {{"README.md", std::move(text)}})); }

const DataAspect& aspect(const DataInformation& data, std::string_view id) {
  return *std::find_if(data.aspects.begin(), data.aspects.end(), [&](const DataAspect& one) { return one.id == id; });
}

Depth depth(const DataInformation& data, std::string_view id) { return aspect(data, id).depth; }
Depth depth(const std::string& text, std::string_view id) { return depth(told("# Heron\n\n" + text), id); }

const DataSource* source(const DataInformation& data, std::string_view name) {
  const auto found = std::find_if(data.sources.begin(), data.sources.end(), [&](const DataSource& one) { return one.name == name; });
  return found == data.sources.end() ? nullptr : &*found;
}

std::vector<std::string> names(const std::string& text) {
  std::vector<std::string> all;
  for (const DataSource& one : told("# Heron\n\n" + text).sources) all.push_back(one.name);
  return all;
}

using Names = std::vector<std::string>;

TEST(DataRules, AreWellFormed) { EXPECT_EQ(detect::check_data_rules(), std::vector<std::string>{}); }

TEST(DataAspects, AreAllListedInOrderAlsoOfASilentRelease) {
  const DataInformation data = told("# Heron\n\nIt answers.\n");
  ASSERT_EQ(data.aspects.size(), 6u);
  const char* order[] = {"provenance", "scope", "obtained", "selection", "labeling", "processing"};
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(data.aspects[i].id, order[i]);
    EXPECT_EQ(data.aspects[i].depth, Depth::NotFound);
    EXPECT_TRUE(data.aspects[i].evidence.empty());
  }
  EXPECT_TRUE(data.sources.empty());
}

TEST(DataAspects, AWordNamesAndASentenceDescribes) {
  EXPECT_EQ(depth("Heron was trained on filtered data.\n", "processing"), Depth::Named);
  EXPECT_EQ(depth("## Training data\n\nRepeated letters were removed.\n", "processing"), Depth::Described);
  EXPECT_EQ(depth("Heron was trained on a mix of publicly available data.\n", "provenance"), Depth::Named);
  EXPECT_EQ(depth("## Training data\n\nThe letters were collected from the archive of the River Museum.\n", "provenance"), Depth::Described);
  EXPECT_EQ(depth("Heron was trained on a large and diverse corpus.\n", "scope"), Depth::Named);
  EXPECT_EQ(depth("Heron was trained on 2 trillion tokens of data.\n", "scope"), Depth::Described);
  EXPECT_EQ(depth("Heron was trained on a curated corpus.\n", "selection"), Depth::Named);
  EXPECT_EQ(depth("## Training data\n\nLetters were chosen so that old and new spelling are even.\n", "selection"), Depth::Described);
}

TEST(DataAspects, AHeadingLendsItsContextAndAloneItOnlyNames) {
  EXPECT_EQ(depth("## Training data\n\n### Labeling\n\nThree students read each letter and agreed on its year.\n", "labeling"), Depth::Described);
  EXPECT_EQ(depth("## Training data\n\n### Labeling\n\n## Usage\n\nRun it.\n", "labeling"), Depth::Named);
}

TEST(DataAspects, ARefusalIsWithheldAndSilenceIsNotFound) {
  const DataInformation data = told("# Heron\n\n## Training data\n\nWe do not disclose the sources of the training data. Repeated letters were removed.\n");
  EXPECT_EQ(depth(data, "provenance"), Depth::Withheld);
  EXPECT_EQ(aspect(data, "provenance").evidence.front().line, 5u);
  EXPECT_EQ(depth(data, "processing"), Depth::Described);
  EXPECT_EQ(depth(data, "labeling"), Depth::NotFound);
}

TEST(DataAspects, ARefusalOfAllDataWithholdsWhatNothingDescribes) {
  const DataInformation data = told("# Heron\n\nWe do not disclose the training data.\n\n## Training data\n\nIt holds 2 million letters.\n");
  EXPECT_EQ(depth(data, "scope"), Depth::Described);
  EXPECT_EQ(depth(data, "labeling"), Depth::Withheld);
  EXPECT_EQ(aspect(data, "labeling").evidence.front().line, 3u);
}

TEST(DataAspects, EvaluationTokenizersUsersAndTuningDoNotCount) {
  for (const char* text : {"## Evaluation\n\nThe test data was collected from a public archive and filtered by hand.\n", "The tokenizer was trained on 3 million documents.\n",
                           "Fine-tuning data was collected from volunteers.\n", "## Training\n\nYour training data must hold 1000 examples.\n",
                           "Other models were trained on 3 trillion tokens.\n"}) {
    for (const DataAspect& one : told(std::string("# Heron\n\n") + text).aspects) EXPECT_EQ(one.depth, Depth::NotFound) << one.id << ": " << text;
  }
}

TEST(DataAspects, TuningDataCountWhereTheReleaseIsMadeByTuning) {
  EXPECT_EQ(depth(told("---\nbase_model: lakelab/otter-7b\n---\n# Heron\n\n## Training data\n\nIt was fine-tuned on 3,000 letters that were collected from volunteers.\n"), "obtained"), Depth::Described);
}

TEST(DataAspects, ChineseIsReadToo) {
  const DataInformation data = told("# 苍鹭\n\n预训练数据包含3万亿tokens，来自公开网页，经过规则和模型过滤。\n");
  EXPECT_EQ(depth(data, "scope"), Depth::Described);
  EXPECT_EQ(depth(data, "processing"), Depth::Described);
  EXPECT_GE(depth(data, "provenance"), Depth::Named);
}

TEST(DataSources, FrontMatterNamesAndLocates) {
  const DataInformation data = told("---\ndatasets:\n- riverlab/letters\n- custom\n---\n# Heron\n");
  ASSERT_EQ(data.sources.size(), 1u);
  EXPECT_EQ(data.sources[0].name, "riverlab/letters");
  EXPECT_EQ(data.sources[0].location, "riverlab/letters");
  EXPECT_EQ(data.sources[0].access, DataAccess::Public);
  EXPECT_EQ(data.sources[0].depth, Depth::Shared);
  EXPECT_EQ(data.sources[0].evidence.front().line, 3u);
}

TEST(DataSources, MentionsOfTheSameSourceAreOne) {
  const DataInformation data =
      told("---\ndatasets:\n- riverlab/letters\n---\n# Heron\n\nHeron was trained on [RiverLetters](https://huggingface.co/datasets/riverlab/letters).\n\n## Training data\n\nThe RiverLetters corpus holds 3,000 letters.\n");
  ASSERT_EQ(data.sources.size(), 1u);
  EXPECT_EQ(data.sources[0].name, "RiverLetters");
  EXPECT_EQ(data.sources[0].evidence.size(), 3u);
}

TEST(DataSources, SentencesNameThemByShapeAndKind) {
  EXPECT_EQ(names("Heron was trained on 300 B tokens of RiverText2, the Pond Corpus and LAKE-5M.\n"), (Names{"Pond Corpus", "RiverText2", "LAKE-5M"}));
  EXPECT_EQ(names("Heron was trained on A100 GPUs.\n"), Names{});
  EXPECT_EQ(names("Heron was trained mostly on English, German and French.\n"), Names{});
  EXPECT_EQ(names("Heron was trained on 14.8T tokens.\n"), Names{});
  EXPECT_EQ(names("We evaluate Heron on the PondBench dataset.\n"), Names{});
  EXPECT_EQ(names("Heron-7B was pretrained on web data (LKE-1689M dataset).\n"), Names{"LKE-1689M"});
}

TEST(DataSources, TablesGiveLocationLicenseAndAmount) {
  const DataInformation data = told(
      "# Heron\n\n## Training data\n\n| Source | Tokens | License | Link |\n|---|---|---|---|\n| River letters | 3 B | CC-BY-4.0 | https://example.org/letters |\n| Pond pages | 2 B | | |\n| Total | 5 B | | |\n");
  ASSERT_EQ(data.sources.size(), 2u);
  const DataSource* letters = source(data, "River letters");
  ASSERT_NE(letters, nullptr);
  EXPECT_EQ(letters->license, "CC-BY-4.0");
  EXPECT_EQ(letters->location, "https://example.org/letters");
  EXPECT_EQ(letters->access, DataAccess::Open);
  const DataSource* pages = source(data, "Pond pages");
  ASSERT_NE(pages, nullptr);
  EXPECT_EQ(pages->depth, Depth::Described);
  EXPECT_EQ(pages->access, DataAccess::Unknown);
}

TEST(DataSources, AResultTableIsNoTableOfSources) {
  EXPECT_EQ(names("## Training data\n\n| Dataset | Accuracy |\n|---|---|\n| PondBench | 71 |\n"), Names{});
  EXPECT_EQ(names("## Evaluation\n\n| Dataset | Size |\n|---|---|\n| PondBench | 71 |\n"), Names{});
}

TEST(DataSources, AListBehindTheWordsThatAnnounceIt) {
  EXPECT_EQ(names("The following datasets were used for training:\n\n- LAKE-2B (en) and parts of it\n- Web pages: plain text of many kinds\n"), Names{"LAKE-2B"});
}

TEST(DataSources, AReasonMakesUnshareableAndASellerObtainable) {
  const DataInformation data = told(
      "# Heron\n\n## Training data\n\nThe WardNotes corpus cannot be shared because of the privacy of patients. The TickerFeed corpus was licensed from a news agency.\n");
  ASSERT_NE(source(data, "WardNotes"), nullptr);
  EXPECT_EQ(source(data, "WardNotes")->access, DataAccess::Unshareable);
  ASSERT_NE(source(data, "TickerFeed"), nullptr);
  EXPECT_EQ(source(data, "TickerFeed")->access, DataAccess::Obtainable);
}

TEST(DataSources, AreBoundedAndTheLimitIsSaid) {
  std::string text = "---\ndatasets:\n";
  for (int i = 0; i < 600; ++i) text += "- riverlab/letters-" + std::to_string(i) + "\n";
  const ReleaseOf release(Role::Weights, {{"README.md", text + "---\n# Heron\n"}});
  Diagnostics notes;
  const DataInformation data = detect_data_information(release.scope(), {}, {}, notes);
  EXPECT_EQ(data.sources.size(), limits::kDataSources);
  ASSERT_EQ(notes.items().size(), 1u);
  EXPECT_EQ(notes.items()[0].rule, "data/too-many-sources");
}

TEST(DataSources, LongLinesStayCheap) {
  std::string text = "# Heron\n\n## Training data\n\nHeron was trained on ";
  for (int i = 0; i < 20'000; ++i) text += "Alpha" + std::to_string(i) + ", ";
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_LE(told(text + "and more.\n").sources.size(), limits::kDataSources);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(DataNames, ShapesOfNames) {
  for (const char* name : {"RefinedText", "C4x", "LAKE-5M", "OSCARX", "mC4x"}) EXPECT_TRUE(detect::has_shape_of_name(name)) << name;
  for (const char* word : {"Letters", "the", "14.8T", "1,000B", "800GB", "data"}) EXPECT_FALSE(detect::has_shape_of_name(word)) << word;
}

TEST(DataNames, LocationsAreComparedWithoutHostAndView) {
  EXPECT_EQ(detect::location_key("https://huggingface.co/datasets/RiverLab/Letters/tree/main"), "riverlab/letters");
  EXPECT_EQ(detect::location_key("riverlab/letters"), "riverlab/letters");
}

}  // namespace
}  // namespace aboveboard
