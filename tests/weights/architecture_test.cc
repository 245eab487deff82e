#include "weights/architecture.h"

#include <gtest/gtest.h>

#include <set>

#include "base/limits.h"
#include "data/embedded.h"
#include "weights/model_builder.h"

namespace aboveboard::weights {
namespace {

using testing::json;

struct Listed {
  bool whole = false;
  Error error;
  std::uint64_t tensors = 0, parameters = 0;  // that must be there
  std::set<std::string> names;                // of all
};

Listed list(std::string_view config, std::size_t scheme = 0) {
  Listed listed;
  const auto value = json(config);
  const auto architecture = find_architecture(value);
  if (!architecture) return listed;
  const auto dimensions = architecture->dimensions(value);
  if (!dimensions) {
    listed.error = dimensions.error();
    return listed;
  }
  const auto all = architecture->list(*dimensions, scheme, [&](const Expected& expected) {
    std::uint64_t elements = 1;
    for (const std::uint64_t size : expected.shape) elements *= size;
    if (expected.required) ++listed.tensors, listed.parameters += elements;
    EXPECT_TRUE(listed.names.emplace(expected.name).second) << expected.name;
    return true;
  });
  listed.whole = all.has_value() && *all;
  if (!all) listed.error = all.error();
  return listed;
}

// Every file of data/architectures with its examples: the published totals come out exactly.
TEST(Architecture, ComputesTheTotalsOfItsExamples) {
  std::size_t files = 0;
  for (const data::EmbeddedFile& file : data::embedded_below("architectures/")) {
    SCOPED_TRACE(std::string(file.path));
    ++files;
    const data::Value rule = json(file.json);
    for (const std::string_view key : {"id", "source", "rationale"}) EXPECT_NE(text_of(rule, key), "") << key;
    const auto architecture = Architecture::read(rule);
    ASSERT_TRUE(architecture) << to_string(architecture.error());
    EXPECT_EQ("architectures/" + architecture->id() + ".yaml", file.path);
    const data::Value* examples = rule.find("examples");
    ASSERT_NE(examples, nullptr);
    EXPECT_FALSE(examples->items.empty());
    for (const data::Value& example : examples->items) {
      SCOPED_TRACE(text_of(example, "about"));
      const data::Value* config = example.find("config");
      ASSERT_TRUE(architecture->matches(*config));
      const auto found = find_architecture(*config);
      ASSERT_TRUE(found);
      EXPECT_EQ(found->id(), architecture->id());
      const auto dimensions = architecture->dimensions(*config);
      ASSERT_TRUE(dimensions) << to_string(dimensions.error());
      for (std::size_t scheme = 0; scheme < architecture->schemes(); ++scheme) {
        std::uint64_t tensors = 0;
        std::uint64_t parameters = 0;
        std::set<std::string> names;
        const auto all = architecture->list(*dimensions, scheme, [&](const Expected& expected) {
          std::uint64_t elements = 1;
          for (const std::uint64_t size : expected.shape) elements *= size;
          if (expected.required) ++tensors, parameters += elements;
          EXPECT_TRUE(names.emplace(expected.name).second) << expected.name;
          return true;
        });
        ASSERT_TRUE(all) << to_string(all.error());
        EXPECT_EQ(std::to_string(parameters), text_of(example, "parameters"));
        const std::string count = text_of(example, "tensors");
        EXPECT_TRUE(count.empty() || count == std::to_string(tensors)) << tensors;
      }
    }
  }
  EXPECT_GE(files, 24u);
}

TEST(Architecture, WritesNamesInEveryScheme) {
  const std::string config(testing::kTinyLlama);
  const Listed usual = list(config);
  EXPECT_TRUE(usual.whole);
  EXPECT_TRUE(usual.names.contains("model.layers.2.self_attn.q_proj.weight"));
  EXPECT_TRUE(usual.names.contains("lm_head.weight"));
  const Listed alone = list(config, 1);
  EXPECT_TRUE(alone.names.contains("layers.2.self_attn.q_proj.weight"));
  EXPECT_EQ(usual.parameters, alone.parameters);
}

TEST(Architecture, TakesDefaultsForMissingKeysAndNull) {
  EXPECT_EQ(list(R"({"model_type":"llama"})").parameters, 6'738'415'616u);
  EXPECT_EQ(list(R"({"model_type":"llama","head_dim":null,"num_key_value_heads":null})").parameters, 6'738'415'616u);
  // Without the low rank there is another matrix.
  EXPECT_TRUE(list(R"({"model_type":"deepseek_v2","num_hidden_layers":1,"q_lora_rank":null})").names.contains("model.layers.0.self_attn.q_proj.weight"));
  EXPECT_TRUE(list(R"({"model_type":"deepseek_v2","num_hidden_layers":1})").names.contains("model.layers.0.self_attn.q_a_proj.weight"));
}

TEST(Architecture, KnowsOnlyWhatIsDescribed) {
  for (const std::string_view config : {"{}", "[]", R"({"model_type":"window"})", R"({"model_type":7})", R"({"model_type":null})", R"({"model_type":"weight"})", R"({"_class_name":"llama"})"})
    EXPECT_FALSE(find_architecture(json(config))) << config;
}

TEST(Architecture, RefusesNumbersThatCannotBe) {
  for (const std::string_view config :
       {R"({"model_type":"llama","hidden_size":-1})", R"({"model_type":"llama","hidden_size":"4096"})", R"({"model_type":"llama","hidden_size":1e300})",
        R"({"model_type":"llama","hidden_size":4096.5})", R"({"model_type":"llama","hidden_size":[4096]})", R"({"model_type":"llama","hidden_size":true})",
        R"({"model_type":"llama","num_attention_heads":0})", R"({"model_type":"llama","tie_word_embeddings":1})", R"({"model_type":"llama","vocab_size":99999999999999})",
        R"({"model_type":"llama","vocab_size":1000000000000,"hidden_size":1000000000000})", R"({"model_type":"qwen2_moe","mlp_only_layers":7})",
        R"({"model_type":"qwen2_moe","mlp_only_layers":[-1]})", R"({"model_type":"qwen2_moe","decoder_sparse_step":0})", R"({"_class_name":"UNet2DConditionModel","block_out_channels":[]})",
        R"({"_class_name":"UNet2DConditionModel","block_out_channels":[1,{"a":1}]})", R"({"_class_name":"AutoencoderKL","block_out_channels":[64,64]})"}) {
    const Listed listed = list(config);
    EXPECT_FALSE(listed.whole) << config;
    EXPECT_FALSE(listed.error.message.empty()) << config;
  }
}

TEST(Architecture, SaysTheLineOfAWrongValue) {
  const Listed listed = list("{\"model_type\":\"llama\",\n\n\"hidden_size\":-4}");
  EXPECT_EQ(listed.error.place.line, 3u);
  EXPECT_NE(listed.error.message.find("hidden_size"), std::string::npos);
}

TEST(Architecture, StopsAtTheLimit) {
  for (const std::string_view config : {R"({"model_type":"llama","num_hidden_layers":1000000000000})", R"({"model_type":"mixtral","num_local_experts":1000000000,"num_hidden_layers":1000000})",
                                        R"({"model_type":"deepseek_v3","num_nextn_predict_layers":1000000000000})"}) {
    const Listed listed = list(config);
    EXPECT_EQ(listed.error.kind, ErrorKind::LimitReached) << config;
  }
}

TEST(Architecture, EndsWhereTheVisitorDoes) {
  const auto value = json(testing::kTinyLlama);
  const auto architecture = find_architecture(value);
  const auto dimensions = architecture->dimensions(value);
  int seen = 0;
  const auto all = architecture->list(*dimensions, 0, [&](const Expected&) { return ++seen < 5; });
  ASSERT_TRUE(all);
  EXPECT_FALSE(*all);
  EXPECT_EQ(seen, 5);
}

TEST(Architecture, AsksForAVariantThatIsNotDescribed) {
  const Listed listed = list(R"({"_class_name":"UNet2DConditionModel","class_embed_type":"projection"})");
  EXPECT_EQ(listed.error.kind, ErrorKind::Unsupported);
}

TEST(Architecture, RefusesMistakesOfItsFiles) {
  for (const std::string_view rule :
       {R"({"id":"x"})", R"({"id":"x","when":{"model_type":["x"]}})", R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":"b"},"blocks":[]})",
        R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":{"key":"a"}},"blocks":[]})", R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":{"key":"a","default":1,"is":"real"}},"blocks":[]})",
        R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":1},"blocks":[{"tensors":{"t.{q}":["a"]}}]})", R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":1},"blocks":[{"tensors":{"t":"a"}}]})",
        R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":1},"blocks":[{"tensors":{"t":{"shape":["a"],"role":"tail"}}}]})",
        R"({"id":"x","when":{"model_type":["x"]},"dimensions":{"a":1},"blocks":[{"for":{"l":"a","m":"a"},"tensors":{}}]})"})
    EXPECT_FALSE(Architecture::read(json(rule))) << rule;
}

}  // namespace
}  // namespace aboveboard::weights
