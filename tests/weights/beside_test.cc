// Adapters, external data, and copies.
#include <gtest/gtest.h>

#include "weights/external.h"
#include "weights/model_builder.h"

namespace aboveboard::testing {
namespace {

TinyModel adapter() {
  TinyModel model;
  for (const char* module : {"base_model.model.model.layers.0.self_attn.q_proj", "base_model.model.model.layers.0.self_attn.v_proj"})
    model.with(std::string(module) + ".lora_A.weight", {2, 8}).with(std::string(module) + ".lora_B.weight", {6, 2});
  return model;
}
CollectedFiles with_adapter(const TinyModel& model, std::string_view config) {
  return CollectedFiles({{"adapter_config.json", std::string(config)}, {"adapter_model.safetensors", model.file()}});
}
constexpr std::string_view kAdapter = R"({"peft_type":"LORA","r":2,"target_modules":["q_proj","v_proj"]})";

TEST(Adapter, AgreesWithItsConfiguration) {
  const CollectedFiles all = with_adapter(adapter(), kAdapter);
  EXPECT_EQ(all.rules(), "");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  TinyModel embedding = adapter();
  embedding.with("base_model.model.embed.lora_embedding_A", {2, 10}).with("base_model.model.embed.lora_embedding_B", {8, 2});
  EXPECT_EQ(with_adapter(embedding, kAdapter).rules(), "");
}

TEST(Adapter, NeedsBothHalves) {
  const CollectedFiles all = with_adapter(adapter().without("v_proj.lora_B"), kAdapter);
  EXPECT_EQ(all.rules(), "format/adapter-unpaired");
  EXPECT_EQ(all.weights.complete, Completeness::No);
  EXPECT_NE(all.message("format/adapter-unpaired").find("lacks lora_B"), std::string::npos);
}

TEST(Adapter, HasTheRankOfItsConfiguration) {
  EXPECT_EQ(with_adapter(adapter(), R"({"r":4,"target_modules":["q_proj"]})").rules(), "format/adapter-rank");
  EXPECT_EQ(with_adapter(adapter(), R"({"r":4,"rank_pattern":{"q_proj":2}})").rules(), "");
  EXPECT_EQ(with_adapter(adapter().reshape("base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", {6, 3}), kAdapter).rules(), "format/adapter-rank");
  EXPECT_EQ(with_adapter(adapter(), R"({"r":"two"})").rules(), "");
}

TEST(Adapter, HasTensorsForItsTargets) {
  const CollectedFiles all = with_adapter(adapter(), R"({"r":2,"target_modules":["q_proj","v_proj","proj"]})");
  EXPECT_EQ(all.rules(), "format/adapter-target");
  EXPECT_EQ(all.weights.complete, Completeness::Yes);
  EXPECT_EQ(with_adapter(adapter(), R"({"r":2,"target_modules":"all-linear"})").rules(), "");
}

struct Beside {
  ScannedSource source;
  Diagnostics notes;
  explicit Beside(std::vector<std::pair<std::string, std::uint64_t>> files) {
    for (auto& [path, bytes] : files) {
      source.files.emplace_back();
      source.files.back().path = path;
      source.files.back().bytes = bytes;
    }
  }
  std::string check(std::string path, std::string format, std::string key, std::string value) {
    ScannedFile file;
    file.path = std::move(path);
    file.contents.formats = {std::move(format)};
    file.contents.metadata.push_back({std::move(key), std::move(value), 5, 1});
    static_cast<void>(weights::check_external(source, file, notes));
    std::string rules;
    for (const Diagnostic& item : notes.items()) rules += (rules.empty() ? "" : " ") + item.rule;
    return rules;
  }
};

TEST(ExternalData, MustBeThereAndLongEnough) {
  EXPECT_EQ(Beside({{"m/weights of it.bin", 100}}).check("m/model.onnx", "onnx", "onnx.external_data", "./weights of it.bin 100"), "");
  EXPECT_EQ(Beside({{"m/weights.bin", 99}}).check("m/model.onnx", "onnx", "onnx.external_data", "weights.bin 100"), "format/external-data-short");
  EXPECT_EQ(Beside({{"weights.bin", 100}}).check("m/model.onnx", "onnx", "onnx.external_data", "weights.bin 100"), "format/external-data-missing");
  // Those that lead out are the reader's to tell.
  EXPECT_EQ(Beside({}).check("m/model.onnx", "onnx", "onnx.external_data", "../weights.bin 100"), "");
  EXPECT_EQ(Beside({}).check("m/model.onnx", "onnx", "onnx.external_data", "weights.bin many"), "");
  EXPECT_EQ(Beside({{"model.bin", 8}}).check("model.xml", "openvino", "openvino.bin_bytes", "8"), "");
  EXPECT_EQ(Beside({{"model.bin", 7}}).check("model.xml", "openvino", "openvino.bin_bytes", "8"), "format/external-data-short");
  EXPECT_EQ(Beside({{"v/variables.data-00000-of-00002", 1}, {"v/variables.data-00001-of-00002", 1}}).check("v/variables.index", "tensorflow", "tensorflow.data_shards", "2"), "");
  EXPECT_EQ(Beside({{"v/variables.data-00000-of-00002", 1}}).check("v/variables.index", "tensorflow", "tensorflow.data_shards", "2"), "format/external-data-missing");
  EXPECT_EQ(Beside({}).check("v/variables.index", "tensorflow", "tensorflow.data_shards", "99999"), "format/external-data-missing");
  EXPECT_EQ(Beside({{"v/variables.data-00000-of-00001", 4}}).check("v/variables.index", "tensorflow-checkpoint", "tensorflow.data_shard", "00000-of-00001 5"), "format/external-data-short");
  EXPECT_EQ(Beside({{"v/variables.data-00000-of-00001", 5}}).check("v/variables.index", "tensorflow-checkpoint", "tensorflow.data_shard", "00000-of-00001 5"), "");
  EXPECT_EQ(Beside({}).check("v/variables.index", "gguf", "tensorflow.data_shards", "2"), "");
}

// A copy of the tensors of a safetensors file, as if read from a PyTorch file.
struct Copies {
  CollectedFiles first;
  std::vector<ScannedSource> sources;
  explicit Copies(const TinyModel& one, const TinyModel& other) : first({{"model.safetensors", one.file()}, {"zz.safetensors", other.file()}}) {
    sources = std::move(first.scanned.sources);
    ScannedFile& copy = sources.front().files.back();
    copy.path = "pytorch_model.bin";
    copy.weights->path = copy.path;
    copy.weights->format = "pytorch";
  }
  std::string rules() const {
    Diagnostics notes;
    static_cast<void>(weights::collect_weights(sources, notes));
    std::string rules;
    for (const Diagnostic& item : notes.items()) rules += (rules.empty() ? "" : " ") + item.rule;
    return rules;
  }
};

TEST(Copies, HoldTheSameTensors) {
  TinyModel model;
  model.with("a", {2, 3}).with("b", {4});
  EXPECT_EQ(Copies(model, model).rules(), "");
  EXPECT_EQ(Copies(model, TinyModel(model).reshape("a", {3, 2})).rules(), "format/copies-shape");
  EXPECT_EQ(Copies(model, TinyModel(model).with("c", {1})).rules(), "format/copies-names");
  EXPECT_EQ(Copies(model, TinyModel(model).without("b").reshape("a", {6})).rules(), "format/copies-shape format/copies-names");
}

}  // namespace
}  // namespace aboveboard::testing
