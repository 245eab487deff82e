#include "weights/quantization.h"

#include <gtest/gtest.h>

#include "weights/model_builder.h"

namespace aboveboard::testing {
namespace {

using weights::LogicalTensor;
using weights::logical_tensor;
using weights::Quantization;
using weights::read_quantization;

struct Case {
  std::string config;
  std::vector<TinyTensor> tensors;
  std::uint64_t logical;
  std::string described;
};

TEST(Quantization, CountsParametersAsTheHubDoes) {
  const auto config = [](std::string_view inside) { return R"({"quantization_config":{)" + std::string(inside) + "}}"; };
  const std::vector<Case> cases = {
      {"{}", {{"a.weight", {4, 8}, "BF16"}, {"scalar", {}, "F32"}, {"exponents", {4}, "F8_E8M0"}}, 32, ""},
      {config(R"("quant_method":"gptq","bits":4)"),
       {{"a.qweight", {2, 8}, "I32"}, {"a.qzeros", {1, 1}, "I32"}, {"a.scales", {1, 8}, "F16"}, {"a.g_idx", {16}, "I32"}, {"a.bias", {8}, "F16"}},
       2 * 8 * 8 + 8,
       "gptq, 4 bits"},
      {config(R"("quant_method":"gptq","bits":3)"), {{"a.qweight", {3, 8}, "I32"}}, 3 * 8 * 10, "gptq, 3 bits"},
      {config(R"("quant_method":"awq","bits":4)"), {{"a.qweight", {16, 1}, "I32"}, {"a.qzeros", {1, 1}, "I32"}, {"a.scales", {1, 8}, "F16"}}, 128, "awq, 4 bits"},
      {config(R"("quant_method":"bitsandbytes","load_in_4bit":true)"),
       {{"a.weight", {32, 1}, "U8"},
        {"a.weight.absmax", {1}, "U8"},
        {"a.weight.quant_map", {16}, "F32"},
        {"a.weight.nested_absmax", {1}, "F32"},
        {"a.weight.nested_quant_map", {256}, "F32"},
        {"a.weight.quant_state.bitsandbytes__nf4", {90}, "U8"},
        {"norm.weight", {8}, "BF16"}},
       64 + 8,
       "bitsandbytes, 4 bits"},
      {config(R"("load_in_8bit":true)"), {{"a.weight", {8, 8}, "I8"}, {"a.SCB", {8}, "F32"}, {"a.weight_format", {}, "U8"}}, 64, "bitsandbytes, 8 bits"},
      {config(R"("quant_method":"compressed-tensors","format":"pack-quantized","config_groups":{"group_0":{"weights":{"num_bits":4}}})"),
       {{"a.weight_packed", {8, 2}, "I32"}, {"a.weight_scale", {8, 1}, "BF16"}, {"a.weight_shape", {2}, "I64"}, {"a.weight_zero_point", {1, 1}, "I32"}},
       128,
       "compressed-tensors, 4 bits"},
      {config(R"("quant_method":"compressed-tensors","config_groups":{"a":{"weights":{"num_bits":4}},"b":{"weights":{"num_bits":8}}})"),
       {{"a.weight_packed", {8, 2}, "I32"}},
       16,
       "compressed-tensors"},
      {config(R"("quant_method":"fp8","weight_block_size":[128,128])"), {{"a.weight", {8, 8}, "F8_E4M3"}, {"a.weight_scale_inv", {1, 1}, "F32"}}, 64, "fp8, 8 bits"},
      {config(R"("quant_method":"fp8","expert_dtype":"fp4")"),
       {{"l.experts.0.w1.weight", {8, 4}, "I8"}, {"l.experts.0.w1.scale", {8, 1}, "F8_E8M0"}, {"l.attn.weight", {8, 8}, "F8_E4M3"}},
       64 + 64,
       "fp8, 8 bits"},
      {config(R"("quant_method":"mxfp4")"), {{"l.gate_up_proj_blocks", {2, 4, 1, 16}, "U8"}, {"l.gate_up_proj_scales", {2, 4, 1}, "U8"}, {"l.gate_up_proj_bias", {2, 4}, "BF16"}}, 256 + 8, "mxfp4, 4 bits"},
      {R"({"quantization":{"group_size":64,"bits":4,"b":{"bits":8}}})",
       {{"a.weight", {8, 2}, "U32"}, {"a.scales", {8, 1}, "BF16"}, {"a.biases", {8, 1}, "BF16"}, {"b.weight", {8, 4}, "U32"}, {"norm.weight", {8}, "BF16"}},
       128 + 128 + 8,
       "mlx, 4 bits"},
      {config(R"("quant_method":"modelopt","quant_algo":"NVFP4")"),
       {{"a.weight", {8, 4}, "U8"}, {"a.weight_scale", {8, 1}, "F8_E4M3"}, {"a.weight_scale_2", {}, "F32"}, {"a.input_scale", {1}, "F32"}, {"k_proj.k_scale", {1}, "F32"}},
       64,
       "modelopt, 4 bits"},
      {config(R"("quant_method":"hqq")"), {{"a.W_q", {8, 4}, "U8"}}, 32, "hqq, counted as stored"},
      {config(R"("quant_method":"torchao")"), {{"a.weight", {8, 4}, "I8"}}, 32, "torchao, counted as stored"},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.config);
    TinyModel model;
    model.tensors = one.tensors;
    const CollectedFiles all({{"config.json", one.config}, {"model.safetensors", model.file()}});
    EXPECT_EQ(all.weights.parameters, one.logical);
    EXPECT_EQ(all.weights.quantization, one.described);
    EXPECT_GE(all.weights.stored_elements, 1u);
  }
}

TEST(Quantization, IsReadFromAFileBeside) {
  TinyModel model;
  model.with("a.weight", {8, 4}).with("a.weight_scale", {8, 1}, "F8_E4M3");
  const CollectedFiles all({{"config.json", R"({"model_type":"x"})"}, {"hf_quant_config.json", R"({"quantization":{"quant_algo":"NVFP4"}})"}, {"model.safetensors", model.file()}});
  EXPECT_EQ(all.weights.parameters, 64u);
  EXPECT_EQ(all.weights.quantization, "modelopt, 4 bits");
}

TEST(Quantization, KeepsStoredElementsAndDtypes) {
  TinyModel model;
  model.with("a.qweight", {2, 8}, "I32").with("a.scales", {1, 8}, "F16");
  const CollectedFiles all({{"config.json", R"({"quantization_config":{"quant_method":"gptq","bits":4}})"}, {"model.safetensors", model.file()}});
  EXPECT_EQ(all.weights.parameters, 128u);
  EXPECT_EQ(all.weights.stored_elements, 24u);
  EXPECT_EQ(all.weights.dtypes.at("I32"), 16u);
}

TEST(Quantization, BearsWrongConfigurations) {
  for (const std::string_view text : {R"({"quantization_config":7})", R"({"quantization_config":[]})", R"({"quantization_config":{}})", R"({"quantization":{"bits":"4"}})", R"({"quantization":null})", "{}"}) {
    const auto quantization = read_quantization(json(text), nullptr);
    EXPECT_TRUE(!quantization || quantization->bits == 0) << text;
  }
  for (const std::string_view text : {R"({"quantization_config":{"quant_method":"gptq","bits":-4}})", R"({"quantization_config":{"quant_method":"gptq","bits":0}})",
                                      R"({"quantization_config":{"quant_method":"gptq","bits":1e9}})", R"({"quantization_config":{"quant_method":"gptq","bits":"four"}})"})
    EXPECT_EQ(read_quantization(json(text), nullptr)->bits, 0u) << text;
}

TEST(Quantization, NamesTheWeightThatAPackedTensorStandsFor) {
  const auto gptq = read_quantization(json(R"({"quantization_config":{"quant_method":"gptq","bits":4}})"), nullptr);
  const std::uint64_t shape[] = {2, 8};
  const Tensor tensor{"model.q_proj.qweight", "I32", shape, 16, 0, 64, 0};
  const LogicalTensor logical = logical_tensor(tensor, &*gptq);
  EXPECT_EQ(std::string(logical.stem) + std::string(logical.ending), "model.q_proj.weight");
  EXPECT_TRUE(logical.packed);
  EXPECT_EQ(logical.elements, 128u);
}

// A PyTorch file gives one storage two names.
TEST(Parameters, CountSharedStorageOnce) {
  ScannedFile file;
  file.path = "pytorch_model.bin";
  file.bytes = 1000;
  file.kind = FileKind::OtherWeights;
  file.weights.emplace();
  file.weights->path = file.path;
  file.weights->format = "pytorch";
  file.weights->read = true;
  file.weights->parameters = 104;
  file.weights->evidence.emplace_back();
  const std::uint64_t shape[] = {10, 4};
  const std::uint64_t part[] = {4};
  file.contents.tensors.add("embed.weight", "float32", shape, 64, 160, 1);
  file.contents.tensors.add("lm_head.weight", "float32", shape, 64, 160, 2);
  file.contents.tensors.add("first_row", "float32", part, 64, 16, 3);
  file.contents.tensors.add("other", "float32", part, 256, 16, 4);
  file.contents.tensor_count = 4;
  ScannedSource source;
  source.files.push_back(std::move(file));
  std::vector<ScannedSource> sources;
  sources.push_back(std::move(source));
  Diagnostics notes;
  const Weights weights = weights::collect_weights(sources, notes);
  EXPECT_EQ(weights.parameters, 44u);
  EXPECT_EQ(weights.stored_elements, 104u);
}

}  // namespace
}  // namespace aboveboard::testing
