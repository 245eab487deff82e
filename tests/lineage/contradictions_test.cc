// Files that disagree about what a release is made from, each with a neighbor that is no contradiction.
#include <gtest/gtest.h>

#include "base/limits.h"
#include "detect/release_of.h"
#include "lineage/tensors_of.h"

namespace aboveboard {
namespace {

using testing::brain_tensor;
using testing::FilledTensor;
using testing::GgufBuilder;
using testing::gguf_of;
using testing::ReleaseOf;
using testing::safetensors_of;
using testing::tiny_model;

std::vector<Finding> found(std::vector<MemoryFile> files) {
  const ReleaseOf release(Role::Weights, std::move(files));
  return lineage::contradictions(release.sources(), lineage::declared(release.sources()));
}

std::string rules(const std::vector<Finding>& findings) {
  std::string all;
  for (const Finding& finding : findings) all += (all.empty() ? "" : " ") + finding.rule;
  return all;
}
std::string rules_of(std::vector<MemoryFile> files) { return rules(found(std::move(files))); }

std::string card(const std::string& front) { return "---\n" + front + "---\n# Heron\n"; }
std::string adapter(const std::string& base) { return "{\n\"base_model_name_or_path\": \"" + base + "\"\n}"; }
std::string lora() { return safetensors_of({brain_tensor("base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", {2, 16}, 1), brain_tensor("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", {16, 2}, 2)}); }
std::string whole() { return safetensors_of(tiny_model(1, 50)); }

TEST(Contradictions, AdapterOfAnotherBaseThanTheCards) {
  const auto findings = found({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"adapter_config.json", adapter("lakelab/mink-7b")}});
  ASSERT_EQ(rules(findings), "lineage/base-contradiction");
  EXPECT_EQ(findings[0].level, FindingLevel::Warning);
  ASSERT_EQ(findings[0].evidence.size(), 2u);
  EXPECT_EQ(findings[0].evidence[0].path, "adapter_config.json");
  EXPECT_EQ(findings[0].evidence[0].line, 2u);
  EXPECT_EQ(findings[0].evidence[1].path, "README.md");
  EXPECT_EQ(findings[0].evidence[1].line, 2u);
}

TEST(Contradictions, AnotherSizeOrStageIsAnotherBase) {
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"adapter_config.json", adapter("lakelab/otter-7b-instruct")}}), "lineage/base-contradiction");
}

TEST(Contradictions, ARepackagingIsTheSameBase) {
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"adapter_config.json", adapter("riverlab/Otter-7B-bnb-4bit")}}), "");
  EXPECT_EQ(rules_of({{"README.md", card("base_model: [lakelab/mink, lakelab/otter-7b]\n")}, {"adapter_config.json", adapter("https://huggingface.co/LakeLab/Otter-7B")}}), "");
}

TEST(Contradictions, ACardThatNamesNoBaseContradictsNothing) { EXPECT_EQ(rules_of({{"README.md", card("license: mit\n")}, {"adapter_config.json", adapter("lakelab/mink-7b")}}), ""); }

TEST(Contradictions, EachAdapterHasTheCardNearestToIt) {
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter\n")}, {"b/README.md", card("base_model: lakelab/mink\n")}, {"b/adapter_config.json", adapter("lakelab/mink")}}), "");
}

TEST(Contradictions, MergeOfModelsThatTheCardDoesNotName) {
  const std::string merge = "models:\n- model: lakelab/mink\n- model: lakelab/newt\n";
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter\n")}, {"mergekit_config.yml", merge}}), "lineage/base-contradiction");
  EXPECT_EQ(rules_of({{"README.md", card("base_model: [lakelab/otter, lakelab/newt]\n")}, {"mergekit_config.yml", merge}}), "");
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/merged\nbase_model_relation: quantized\n")}, {"mergekit_config.yml", merge}}), "") << "a quantization of the merge";
}

TEST(Contradictions, WholeWeightsAreNoAdapter) {
  const std::string front = "base_model: lakelab/otter\nbase_model_relation: adapter\n";
  const auto findings = found({{"README.md", card(front)}, {"model.safetensors", whole()}});
  ASSERT_EQ(rules(findings), "lineage/relation-contradiction");
  ASSERT_EQ(findings[0].evidence.size(), 3u);
  EXPECT_EQ(findings[0].evidence[1].line, 3u) << "the line with the relation";
  EXPECT_EQ(findings[0].evidence[2].path, "model.safetensors");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"adapter_model.safetensors", lora()}, {"adapter_config.json", adapter("lakelab/otter")}}), "");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"pytorch_lora_weights.safetensors", lora()}}), "") << "adapters of other libraries have no such configuration";
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"learned_embeds.safetensors", safetensors_of({brain_tensor("emb", {4, 16}, 1)})}}), "");
}

TEST(Contradictions, PlainWeightsAreNoQuantization) {
  const std::string front = "base_model: lakelab/otter\nbase_model_relation: quantized\n";
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"model.safetensors", whole()}}), "lineage/relation-contradiction");
  EXPECT_EQ(rules_of({{"README.md", card("tags:\n- base_model:quantized:lakelab/otter\n")}, {"model.safetensors", whole()}}), "lineage/relation-contradiction");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"model.safetensors", whole()}, {"config.json", R"({"quantization_config": {"quant_method": "fp8"}})"}}), "");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"model.safetensors", safetensors_of({{"a.weight", "I8", {16}, std::string(16, 'x')}})}}), "");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"heron.gguf", gguf_of({{"output_norm.weight", "F32", {16}, testing::floats(testing::learned(16, 1))}})}}), "") << "conversions are called so as well";
}

TEST(Contradictions, AnAdapterAloneIsNoFinetune) {
  const std::string front = "base_model: lakelab/otter\nbase_model_relation: finetune\n";
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"adapter_model.safetensors", lora()}, {"adapter_config.json", adapter("lakelab/otter")}}), "lineage/relation-contradiction");
  EXPECT_EQ(rules_of({{"README.md", card(front)}, {"adapter/adapter_model.safetensors", lora()}, {"adapter/adapter_config.json", adapter("lakelab/otter")}, {"model.safetensors", whole()}}), "");
}

TEST(Contradictions, HeaderOfAnotherOriginIsNoted) {
  const auto file = [](const std::string& name, const std::string& base) { return GgufBuilder().text_pair("general.name", name).text_pair("general.base_model.0.repo_url", "https://huggingface.co/" + base).file(0); };
  const auto findings = found({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"a.gguf", file("Mink 7B", "lakelab/mink-7b-base")}});
  ASSERT_EQ(rules(findings), "lineage/header-differs");
  EXPECT_EQ(findings[0].level, FindingLevel::Note);
  EXPECT_EQ(rules_of({{"README.md", card("base_model: riverlab/heron-7b\n")}, {"a.gguf", file("Heron 7B", "lakelab/otter-7b")}}), "") << "the card names what was converted, the header what that was made from";
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b-instruct\n")}, {"a.gguf", file("x", "lakelab/otter-7b")}}), "");
}

TEST(Contradictions, ConfigurationOfAnotherModelIsNoted) {
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"config.json", R"({"_name_or_path": "lakelab/mink-7b"})"}}), "lineage/configuration-differs");
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"config.json", R"({"_name_or_path": "lakelab/otter-7b-sft"})"}}), "");
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"config.json", R"({"vision_config": {"_name_or_path": "lakelab/eye"}})"}}), "") << "parts come from elsewhere";
}

TEST(Contradictions, ABaseOnSomebodysDiskIsNotTold) {
  const auto findings = found({{"adapter_config.json", adapter("/home/me/otter")}});
  ASSERT_EQ(rules(findings), "lineage/base-not-told");
  EXPECT_EQ(findings[0].evidence[0].line, 2u);
  EXPECT_EQ(rules_of({{"README.md", card("base_model: lakelab/otter-7b\n")}, {"adapter_config.json", adapter("/home/me/otter")}}), "");
}

TEST(Contradictions, OneRuleIsToldAFewTimes) {
  std::vector<MemoryFile> files = {{"README.md", card("base_model: lakelab/otter\n")}};
  for (int i = 0; i < 40; ++i) files.push_back({"a" + std::to_string(i) + "/adapter_config.json", adapter("lakelab/mink-" + std::to_string(i) + "x")});
  EXPECT_EQ(found(std::move(files)).size(), limits::kLineageFindings);
}

}  // namespace
}  // namespace aboveboard
