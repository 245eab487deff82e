#include <gtest/gtest.h>

#include "base/limits.h"
#include "detect/release_of.h"
#include "format/builders.h"
#include "lineage/lineage.h"

namespace aboveboard {
namespace {

using testing::GgufBuilder;
using testing::ReleaseOf;

std::vector<Lineage> declared_by(std::vector<MemoryFile> files, Role role = Role::Weights) { return lineage::declared(ReleaseOf(role, std::move(files)).sources()); }

// "relation base; relation base".
std::string edges(const std::vector<Lineage>& lineage) {
  std::string all;
  for (const Lineage& line : lineage) all += (all.empty() ? "" : "; ") + line.relation + " " + line.base;
  return all;
}

TEST(Lineage, CardNamesTheBaseAndItsRelation) {
  const auto lineage = declared_by({{"README.md", "---\nbase_model: lakelab/otter-7b\nbase_model_relation: finetune\n---\n# Heron\n"}});
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].base, "lakelab/otter-7b");
  EXPECT_EQ(lineage[0].relation, "finetune");
  EXPECT_EQ(lineage[0].declared_by, "card");
  EXPECT_EQ(lineage[0].terms_inherited, "unknown");
  ASSERT_FALSE(lineage[0].evidence.empty());
  EXPECT_EQ(lineage[0].evidence[0].line, 2u);
}

TEST(Lineage, ListOfBasesGivesEach) {
  EXPECT_EQ(edges(declared_by({{"README.md", "---\nbase_model:\n- lakelab/otter\n- lakelab/mink\n---\n# Heron\n"}})), "unknown lakelab/otter; unknown lakelab/mink");
}

TEST(Lineage, TagsOfTheCardNameBases) {
  const std::string card = "---\ntags:\n- chat\n- base_model:quantized:lakelab/otter-7b\n- base_model:lakelab/mink\n---\n";
  const auto lineage = declared_by({{"README.md", card}});
  EXPECT_EQ(edges(lineage), "quantized lakelab/otter-7b; unknown lakelab/mink");
  EXPECT_EQ(lineage[0].evidence[0].line, 4u);
}

TEST(Lineage, ADistilledModelIsOneOfItsTeacher) {
  EXPECT_EQ(edges(declared_by({{"README.md", "---\nbase_model: lakelab/otter-70b\nbase_model_relation: distilled\n---\n"}})), "distillation lakelab/otter-70b");
}

TEST(Lineage, AnUnknownRelationStaysUnknown) {
  EXPECT_EQ(edges(declared_by({{"README.md", "---\nbase_model: lakelab/otter-70b\nbase_model_relation: cousin\n---\n"}})), "unknown lakelab/otter-70b");
}

TEST(Lineage, DataSetsOfTheCardAreEdgesOfTheirOwnKind) {
  const auto lineage = declared_by({{"README.md", "---\ndatasets:\n- lakelab/pond\n- ponds\nbase_model: lakelab/pond\n---\n"}});
  EXPECT_EQ(edges(lineage), "unknown lakelab/pond; dataset datasets/lakelab/pond; dataset ponds");
}

TEST(Lineage, AdapterConfigurationMakesAnAdapter) {
  EXPECT_EQ(edges(declared_by({{"adapter_config.json", "{\"base_model_name_or_path\": \"lakelab/otter-7b\", \"peft_type\": \"LORA\"}"}})), "adapter lakelab/otter-7b");
}

TEST(Lineage, TheRevisionOfAnAdaptersBaseIsShown) {
  const auto lineage = declared_by({{"adapter_config.json", "{\n\"base_model_name_or_path\": \"lakelab/otter-7b\",\n\"revision\": \"0f1e2d\"}"}});
  ASSERT_EQ(lineage.size(), 1u);
  ASSERT_EQ(lineage[0].evidence.size(), 2u);
  EXPECT_EQ(lineage[0].evidence[1].line, 3u);
}

TEST(Lineage, SameBaseIsGivenOnceWithItsMostTellingRelation) {
  const auto lineage = declared_by({{"README.md", "---\nbase_model: lakelab/otter-7b\nbase_model_relation: finetune\n---\n# Heron\n"},
                                    {"adapter_config.json", "{\"base_model_name_or_path\": \"https://huggingface.co/LakeLab/Otter-7B/\"}"}});
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].base, "lakelab/otter-7b");
  EXPECT_EQ(lineage[0].relation, "adapter");
  EXPECT_EQ(lineage[0].declared_by, "card");
  ASSERT_EQ(lineage[0].evidence.size(), 3u);
  EXPECT_EQ(lineage[0].evidence[1].line, 3u) << "the relation has a line of its own";
  EXPECT_EQ(lineage[0].evidence[2].path, "adapter_config.json");
}

TEST(Lineage, EvidenceOfOneEdgeIsAtMostThreePieces) {
  std::vector<MemoryFile> files;
  for (int i = 0; i < 5; ++i) files.push_back({"checkpoint-" + std::to_string(i) + "/adapter_config.json", "{\"base_model_name_or_path\": \"lakelab/otter-7b\"}"});
  const auto lineage = declared_by(std::move(files));
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].evidence.size(), 3u);
}

TEST(Lineage, AnAdapterOfAPathHasABaseThatNobodyCanName) {
  const auto lineage = declared_by({{"adapter_config.json", "{\"base_model_name_or_path\": \"./otter\"}"}});
  ASSERT_EQ(lineage.size(), 1u);
  EXPECT_EQ(lineage[0].relation, "adapter");
  EXPECT_EQ(lineage[0].base, "a folder on its author's disk (./otter)");
  EXPECT_EQ(lineage[0].terms_inherited, "unknown");
  EXPECT_EQ(declared_by({{"README.md", "---\nbase_model: lakelab/otter\n---\n# Heron\n"}, {"adapter_config.json", "{\"base_model_name_or_path\": \"./otter\"}"}}).size(), 1u);
}

TEST(Lineage, LocalPathOrOwnNameIsNoBase) {
  EXPECT_TRUE(declared_by({{"config.json", "{\"_name_or_path\": \"/home/me/out\"}"}}).empty());
  EXPECT_TRUE(declared_by({{"config.json", "{\"_name_or_path\": \"riverlab/heron-7b\"}"}, {"README.md", "# Heron 7B\n"}}).empty());
}

TEST(Lineage, AReleaseIsNotMadeFromItself) {
  ReleaseOf release(Role::Weights, {{"README.md", "---\nbase_model: riverlab/heron-7b\n---\n# Heron 7B\n"}});
  EXPECT_EQ(edges(lineage::declared(release.sources())), "unknown riverlab/heron-7b") << "a title alone does not tell whose it is";
  release.info(0).identity = "RiverLab/Heron-7b";
  EXPECT_TRUE(lineage::declared(release.sources()).empty());
}

TEST(Lineage, ConfigurationNamesAnotherModel) {
  EXPECT_EQ(edges(declared_by({{"config.json", "{\"_name_or_path\": \"lakelab/otter-7b\"}"}, {"README.md", "# Heron\n"}})), "unknown lakelab/otter-7b");
}

TEST(Lineage, PartsOfAConfigurationNameTheirOwn) {
  EXPECT_EQ(edges(declared_by({{"config.json", R"({"text_config": {"_name_or_path": "lakelab/otter-7b"}, "vision_config": {"_name_or_path": "lakelab/eye"}})"}})), "unknown lakelab/otter-7b; unknown lakelab/eye");
}

TEST(Lineage, HeaderNamesBasesAndDataSets) {
  GgufBuilder head;
  head.text_pair("general.base_model.0.name", "Otter 7B")
      .text_pair("general.base_model.0.organization", "Lakelab")
      .text_pair("general.base_model.0.repo_url", "https://huggingface.co/lakelab/otter-7b")
      .text_pair("general.base_model.1.name", "Mink 7B")
      .text_pair("general.dataset.0.name", "Pond")
      .text_pair("general.dataset.0.repo_url", "https://huggingface.co/datasets/lakelab/pond")
      .text_pair("general.dataset.1.name", "Lake texts")
      .text_pair("general.source.repo_url", "https://huggingface.co/riverlab/heron-7b");
  const std::string file = head.file(0);
  const auto lineage = declared_by({{"heron.gguf", file}});
  EXPECT_EQ(edges(lineage), "unknown lakelab/otter-7b; unknown Mink 7B; unknown riverlab/heron-7b; dataset datasets/lakelab/pond; dataset Lake texts");
  ASSERT_FALSE(lineage.empty());
  EXPECT_EQ(lineage[0].declared_by, "weights header");
  const Evidence& e = lineage[0].evidence[0];
  EXPECT_EQ(file.substr(*e.byte, *e.bytes), "https://huggingface.co/lakelab/otter-7b");
}

TEST(Lineage, ANameInTheHeaderIsThatOfTheCardsBase) {
  const auto lineage = declared_by({{"README.md", "---\nbase_model: lakelab/otter-7b\n---\n"}, {"heron.gguf", GgufBuilder().text_pair("general.base_model.0.name", "Otter 7B").file(0)}});
  EXPECT_EQ(edges(lineage), "unknown lakelab/otter-7b");
}

TEST(Lineage, KeysThatOnlyLookLikeBasesAreNone) {
  EXPECT_TRUE(declared_by({{"heron.gguf", GgufBuilder().text_pair("general.base_model.x.name", "Otter").text_pair("general.base_model..name", "Otter").text_pair("general.base_model.0.a.name", "Otter").file(0)}}).empty());
}

TEST(Lineage, MergeConfigurationNamesWhatWasMerged) {
  const std::string merge = "merge_method: slerp\nbase_model: lakelab/otter-7b\nmodels:\n  - model: lakelab/mink-7b+riverlab/swim-lora\n  - model: {model: {path: lakelab/newt-7b, revision: main}}\n  - model: /data/private\ntokenizer_source: union\n";
  const auto lineage = declared_by({{"mergekit_config.yml", merge}});
  EXPECT_EQ(edges(lineage), "merge lakelab/mink-7b; merge riverlab/swim-lora; merge lakelab/newt-7b; merge lakelab/otter-7b");
  EXPECT_EQ(lineage[0].evidence[0].line, 4u);
}

TEST(Lineage, MergeOfSlicesAndExpertsNamesTheirSources) {
  EXPECT_EQ(edges(declared_by({{"mergekit_config.yaml", "slices:\n- sources:\n  - model: lakelab/mink\n    layer_range: [0, 8]\n- sources:\n  - model: lakelab/newt\ntokenizer:\n  source: lakelab/otter\n"}})),
            "merge lakelab/mink; merge lakelab/newt; merge lakelab/otter");
  EXPECT_EQ(edges(declared_by({{"mergekit_moe_config.yml", "base_model: lakelab/otter\nexperts:\n- source_model: lakelab/mink\n"}})), "merge lakelab/mink; merge lakelab/otter");
}

TEST(Lineage, MergeConfigurationOfAnExampleIsNone) { EXPECT_TRUE(declared_by({{"examples/mergekit_config.yml", "models:\n- model: lakelab/mink\n"}}).empty()); }

TEST(Lineage, ModelfileNamesWhatItIsBuiltFrom) {
  const auto lineage = declared_by({{"Modelfile", "# FROM lakelab/none\nfrom lakelab/otter:7b\nTEMPLATE \"\"\"\nFROM lakelab/inside\n\"\"\"\n"}});
  ASSERT_EQ(edges(lineage), "unknown lakelab/otter:7b");
  EXPECT_EQ(lineage[0].evidence[0].line, 2u);
  EXPECT_EQ(edges(declared_by({{"Modelfile", "FROM otter\nADAPTER ./swim.gguf\n"}})), "adapter otter");
}

TEST(Lineage, ModelfileFromAFileIsNoBase) {
  EXPECT_TRUE(declared_by({{"Modelfile", "FROM ./heron.gguf\n"}}).empty());
  EXPECT_TRUE(declared_by({{"Modelfile", "FROM heron.Q4.gguf\n"}}).empty());
  EXPECT_TRUE(declared_by({{"Modelfile", "FROM heron\n"}, {"heron/config.json", "{}"}}).empty());
}

TEST(Lineage, DataAndBasesAreNotRead) {
  const std::vector<MemoryFile> files = {{"README.md", "---\nbase_model: lakelab/otter-7b\ndatasets: [lakelab/pond]\n---\n"}, {"adapter_config.json", "{\"base_model_name_or_path\": \"lakelab/otter-7b\"}"}};
  EXPECT_TRUE(declared_by(files, Role::Data).empty());
  EXPECT_TRUE(declared_by(files, Role::Base).empty());
}

TEST(Lineage, ACardOfAThousandNamesIsCut) {
  std::string card = "---\nbase_model:\n";
  for (std::uint64_t i = 0; i < limits::kLineageMentions + 50; ++i) card += "- lakelab/otter-" + std::to_string(i) + "\n";
  const ReleaseOf release(Role::Weights, {{"README.md", card + "---\n"}});
  const auto lineage = lineage::declared(release.sources());
  EXPECT_EQ(lineage.size(), limits::kLineageMentions);
  const auto findings = lineage::contradictions(release.sources(), lineage);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].rule, "lineage/too-many-names");
}

TEST(Lineage, NothingDeclaredGivesNothing) { EXPECT_TRUE(declared_by({{"README.md", "# Heron\n"}}, Role::Code).empty()); }

}  // namespace
}  // namespace aboveboard
