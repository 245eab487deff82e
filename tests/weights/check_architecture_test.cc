#include <gtest/gtest.h>

#include "weights/model_builder.h"

namespace aboveboard::testing {
namespace {

using Files = std::vector<MemoryFile>;

std::string with_keys(std::string_view config, std::string_view more) { return std::string(config.substr(0, config.size() - 1)) + "," + std::string(more) + "}"; }

CollectedFiles release(const TinyModel& model, std::string_view config = kTinyLlama) {
  return CollectedFiles(Files{{"config.json", std::string(config)}, {"model.safetensors", model.file()}});
}

TEST(CheckArchitecture, AgreesWithAWholeModel) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama));
  EXPECT_EQ(all.rules(), "");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  EXPECT_EQ(all.weights.architecture, "llama");
  EXPECT_EQ(all.weights.layers, 3u);
  EXPECT_EQ(all.weights.embedding_rows, 10u);
  EXPECT_NE(all.weights.completeness_reason.find("all that config.json implies"), std::string::npos) << all.weights.completeness_reason;
  EXPECT_TRUE(all.weights.tied.empty());
}

TEST(CheckArchitecture, AgreesWithABaseModelThatWasSavedAlone) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).rename("model.", "").without("lm_head"),
                                     R"({"model_type":"llama","architectures":["LlamaModel"],"vocab_size":10,"hidden_size":4,"intermediate_size":6,"num_hidden_layers":3,"num_attention_heads":2,"num_key_value_heads":1})");
  EXPECT_EQ(all.rules(), "");
  EXPECT_EQ(all.weights.architecture, "llama");
}

TEST(CheckArchitecture, NamesMissingTensors) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).without("layers.1.mlp.up_proj").without("model.norm"));
  EXPECT_EQ(all.rules(), "format/architecture-missing-tensor");
  EXPECT_EQ(all.weights.complete, Completeness::No);
  const std::string message = all.message("format/architecture-missing-tensor");
  EXPECT_NE(message.find("2 of the 30"), std::string::npos) << message;
  EXPECT_NE(message.find("\"model.layers.1.mlp.up_proj.weight\", \"model.norm.weight\""), std::string::npos) << message;
  EXPECT_EQ(all.scanned.note("format/architecture-missing-tensor")->error.place.path, "model.safetensors");
}

TEST(CheckArchitecture, TellsMissingLayersAsLayers) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).without("layers.1.").without("layers.2.").without("model.norm"));
  EXPECT_EQ(all.rules(), "format/architecture-missing-layers format/architecture-missing-tensor");
  EXPECT_NE(all.message("format/architecture-missing-layers").find("1 to 2 of 3"), std::string::npos) << all.message("format/architecture-missing-layers");
  EXPECT_NE(all.message("format/architecture-missing-tensor").find("1 more of the 30"), std::string::npos);
  EXPECT_NE(all.message("format/architecture-missing-tensor").find(": \"model.norm.weight\""), std::string::npos);
}

TEST(CheckArchitecture, MissesAHeadThatIsNotTied) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).without("lm_head"));
  EXPECT_EQ(all.rules(), "format/architecture-missing-head");
  EXPECT_EQ(all.weights.complete, Completeness::No);
  EXPECT_EQ(release(TinyModel::of(kTinyLlama).without("lm_head"), with_keys(kTinyLlama, R"("tie_word_embeddings":true)")).rules(), "");
}

TEST(CheckArchitecture, NotesTiedTensorsThatAreBothStored) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama), with_keys(kTinyLlama, R"("tie_word_embeddings":true)"));
  EXPECT_EQ(all.rules(), "format/architecture-tied-copies");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  ASSERT_EQ(all.weights.tied.size(), 1u);
  EXPECT_EQ(all.weights.tied[0].embedding, "model.embed_tokens.weight");
  EXPECT_EQ(all.weights.tied[0].head, "lm_head.weight");
}

TEST(CheckArchitecture, TakesEitherOfTwoTiedTensors) {
  const std::string tied = with_keys(kTinyLlama, R"("tie_word_embeddings":true)");
  EXPECT_EQ(release(TinyModel::of(kTinyLlama).without("embed_tokens"), tied).rules(), "");
  EXPECT_EQ(release(TinyModel::of(kTinyLlama).without("embed_tokens").without("lm_head"), tied).rules(), "format/architecture-missing-tensor");
  EXPECT_EQ(release(TinyModel::of(kTinyLlama).without("embed_tokens")).rules(), "format/architecture-missing-tensor");
}

TEST(CheckArchitecture, ComparesShapes) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).reshape("model.layers.0.mlp.up_proj.weight", {4, 6}));
  EXPECT_EQ(all.rules(), "format/architecture-shape");
  EXPECT_EQ(all.weights.complete, Completeness::No);
  EXPECT_NE(all.message("format/architecture-shape").find("is [4, 6]; [6, 4] is expected"), std::string::npos) << all.message("format/architecture-shape");
  EXPECT_GT(all.scanned.note("format/architecture-shape")->error.place.byte.value_or(0), 8u);
}

TEST(CheckArchitecture, ComparesRowsWithTheVocabulary) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).reshape("model.embed_tokens.weight", {12, 4}).reshape("lm_head.weight", {12, 4}));
  EXPECT_EQ(all.rules(), "format/architecture-vocabulary");
  EXPECT_NE(all.message("format/architecture-vocabulary").find("has 12 rows; the vocabulary has 10 tokens"), std::string::npos);
  EXPECT_EQ(all.weights.embedding_rows, 12u);
}

TEST(CheckArchitecture, NotesExtraTensors) {
  const CollectedFiles all = release(TinyModel::of(kTinyLlama).with("model.layers.3.mlp.up_proj.weight", {6, 4}).with("other", {1}));
  EXPECT_EQ(all.rules(), "format/architecture-extra-tensor");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  EXPECT_NE(all.message("format/architecture-extra-tensor").find("2 tensors are here"), std::string::npos);
  EXPECT_EQ(release(TinyModel::of(kTinyLlama).with("model.layers.0.self_attn.rotary_emb.inv_freq", {1})).rules(), "");
}

TEST(CheckArchitecture, LeavesOtherNamesAlone) {
  TinyModel model;
  model.with("tok_embeddings.weight", {10, 4}).with("output.weight", {10, 4});
  const CollectedFiles all = release(model);
  EXPECT_EQ(all.rules(), "format/architecture-other-names");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  EXPECT_EQ(all.weights.architecture, "");
}

TEST(CheckArchitecture, SaysWhyNothingWasCompared) {
  const CollectedFiles unknown = release(TinyModel::of(kTinyLlama), R"({"model_type":"window"})");
  EXPECT_EQ(unknown.rules(), "");
  EXPECT_NE(unknown.weights.completeness_reason.find("is not described here"), std::string::npos);
  const CollectedFiles wrong = release(TinyModel::of(kTinyLlama), "{\"model_type\":\"llama\",\n\"hidden_size\":-4}");
  EXPECT_EQ(wrong.rules(), "format/architecture-not-computable");
  EXPECT_EQ(wrong.scanned.note("format/architecture-not-computable")->error.place.line, 2u);
  EXPECT_EQ(wrong.weights.complete, Completeness::Yes);
  EXPECT_EQ(release(TinyModel::of(kTinyLlama), R"({"model_type":"llama","num_hidden_layers":1000000000})").rules(), "format/architecture-not-computable");
}

TEST(CheckArchitecture, ComparesTheNamesOfAnIndexAlone) {
  const std::string index = TinyModel::of(kTinyLlama).without("layers.2.").index("model-00001-of-00001.safetensors");
  const CollectedFiles alone(Files{{"config.json", std::string(kTinyLlama)}, {"model.safetensors.index.json", index}});
  EXPECT_EQ(alone.rules(), "format/index-without-files format/architecture-missing-layers");
  EXPECT_EQ(alone.scanned.note("format/architecture-missing-layers")->error.place.path, "model.safetensors.index.json");
  const std::string more = TinyModel::of(kTinyLlama).with("other.weight", {1}).index("model-00001-of-00001.safetensors");
  const CollectedFiles extra(Files{{"config.json", std::string(kTinyLlama)}, {"model.safetensors.index.json", more}});
  EXPECT_NE(extra.message("format/architecture-extra-tensor").find("\"other.weight\""), std::string::npos) << extra.rules();
}

TEST(CheckArchitecture, ComparesTheIndexOfPointers) {
  const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, '0') + "\nsize 100\n";
  const std::string name = "model-00001-of-00001.safetensors";
  const CollectedFiles whole(Files{{"config.json", std::string(kTinyLlama)}, {name, pointer}, {"model.safetensors.index.json", TinyModel::of(kTinyLlama).index(name)}});
  EXPECT_EQ(whole.rules(), "");
  EXPECT_EQ(whole.weights.complete, Completeness::Unknown);
  EXPECT_EQ(whole.weights.architecture, "llama");
  const CollectedFiles less(Files{{"config.json", std::string(kTinyLlama)}, {name, pointer}, {"model.safetensors.index.json", TinyModel::of(kTinyLlama).without("norm").index(name)}});
  EXPECT_EQ(less.rules(), "format/architecture-missing-tensor");
  EXPECT_EQ(less.weights.complete, Completeness::No);
}

TEST(CheckArchitecture, SaysNothingWhereAFileIsMissingAndNoIndexTells) {
  const CollectedFiles all(Files{{"config.json", std::string(kTinyLlama)}, {"model-00001-of-00002.safetensors", TinyModel::of(kTinyLlama).without("layers.2").file()}});
  EXPECT_EQ(all.rules(), "format/missing-shard");
}

TEST(CheckArchitecture, TakesTheFormerNamesOfATensor) {
  constexpr std::string_view kVae =
      R"({"_class_name":"AutoencoderKL","block_out_channels":[4,8],"down_block_types":["DownEncoderBlock2D","DownEncoderBlock2D"],"up_block_types":["UpDecoderBlock2D","UpDecoderBlock2D"],"latent_channels":2})";
  TinyModel model = TinyModel::of(kVae);
  EXPECT_EQ(release(model, kVae).rules(), "");
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{{"to_q", "query"}, {"to_k", "key"}, {"to_v", "value"}, {"to_out.0", "proj_attn"}}) model.rename(from, to);
  EXPECT_EQ(release(model, kVae).rules(), "");
  EXPECT_EQ(release(model.without("value.bias"), kVae).rules(), "format/architecture-missing-tensor");
}

TEST(CheckArchitecture, MatchesPackedTensorsToTheirNames) {
  constexpr std::string_view kWide =
      R"({"model_type":"llama","vocab_size":10,"hidden_size":16,"intermediate_size":32,"num_hidden_layers":1,"num_attention_heads":2,"num_key_value_heads":2,"quantization_config":{"quant_method":"gptq","bits":4}})";
  TinyModel model;
  std::uint64_t logical = 0;
  for (const TinyTensor& tensor : TinyModel::of(kWide).tensors) {
    logical += tensor.shape.size() == 2 ? tensor.shape[0] * tensor.shape[1] : tensor.shape[0];
    if (tensor.name.find("_proj") == std::string::npos) {
      model.tensors.push_back(tensor);
      continue;
    }
    const std::string module = tensor.name.substr(0, tensor.name.size() - 7);
    model.with(module + ".qweight", {tensor.shape[1] / 8, tensor.shape[0]}, "I32").with(module + ".qzeros", {1, tensor.shape[0] / 8}, "I32");
    model.with(module + ".scales", {1, tensor.shape[0]}, "F16").with(module + ".g_idx", {tensor.shape[1]}, "I32");
  }
  const CollectedFiles all = release(model, kWide);
  EXPECT_EQ(all.rules(), "");
  EXPECT_EQ(all.weights.parameters, logical);
  EXPECT_EQ(all.weights.quantization, "gptq, 4 bits");
  EXPECT_EQ(release(TinyModel(model).without("down_proj.qweight"), kWide).rules(), "format/architecture-missing-tensor");
  EXPECT_EQ(release(TinyModel(model).reshape("model.layers.0.mlp.down_proj.qweight", {2, 16}), kWide).rules(), "format/architecture-shape");
  const CollectedFiles index(Files{{"config.json", std::string(kWide)}, {"model.safetensors.index.json", model.index("model-00001-of-00001.safetensors")}});
  EXPECT_EQ(index.rules(), "format/index-without-files");
}

TEST(CheckArchitecture, CountsTheBlocksOfGguf) {
  const auto model = [](std::uint64_t blocks) {
    GgufBuilder gguf;
    gguf.text_pair("general.architecture", "llama").pair("llama.block_count", 4, number_le<std::uint32_t>(3));
    for (std::uint64_t i = 0; i < blocks; ++i) gguf.tensor("blk." + std::to_string(i) + ".attn_q.weight", {8}, 0, 32 * i);
    return gguf.file(32 * blocks);
  };
  EXPECT_EQ(CollectedFiles(Files{{"m.gguf", model(3)}}).rules(), "");
  const CollectedFiles less(Files{{"m.gguf", model(2)}});
  EXPECT_EQ(less.rules(), "format/gguf-missing-blocks");
  EXPECT_EQ(less.weights.complete, Completeness::No);
  EXPECT_NE(less.message("format/gguf-missing-blocks").find("blk.2"), std::string::npos);
}

}  // namespace
}  // namespace aboveboard::testing
