// Names and numbers of tensors, made comparable between formats.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "format/builders.h"
#include "lineage/numbers.h"
#include "lineage/tensor_names.h"

namespace aboveboard::lineage {
namespace {

using testing::number_le;

TEST(TensorNames, GgufNamesAreThoseOfTheHub) {
  EXPECT_EQ(hub_name_of("token_embd.weight", false), "embed_tokens.weight");
  EXPECT_EQ(hub_name_of("blk.12.attn_q.bias", false), "layers.12.self_attn.q_proj.bias");
  EXPECT_EQ(hub_name_of("blk.0.ffn_norm.weight", false), "layers.0.post_attention_layernorm.weight");
  EXPECT_EQ(hub_name_of("blk.0.ffn_norm.weight", true), "layers.0.pre_feedforward_layernorm.weight");
  for (const char* unknown : {"", "blk.", "blk.0", "blk.0.weight", "blk.0.new_part.weight", "rope_freqs.weight"}) EXPECT_EQ(hub_name_of(unknown, false), "") << unknown;
}

TEST(TensorNames, NormsAreKnownByTheirNames) {
  for (const char* norm : {"layers.0.input_layernorm.weight", "transformer.ln_f.weight", "h.0.ln_1.bias", "LayerNorm.gamma", "blocks.0.norm1.weight"}) EXPECT_TRUE(is_norm_name(norm)) << norm;
  for (const char* other : {"layers.0.mlp.up_proj.weight", "plant.weight", "vulnerable.weight", "lm_head.weight"}) EXPECT_FALSE(is_norm_name(other)) << other;
}

TEST(TensorNames, TablesAreKnownByTheirNames) {
  for (const char* table : {"rotary_emb.inv_freq", "q_proj.weight.nested_quant_map", "q_proj.weight.quant_state.bitsandbytes__nf4", "q_proj.g_idx", "alphas_cumprod", "rope_freqs.weight"})
    EXPECT_TRUE(is_computed_name(table)) << table;
  EXPECT_TRUE(is_computed_name("h.0.attn.bias"));
  EXPECT_FALSE(is_computed_name("layers.0.self_attn.q_proj.bias"));
}

float half(std::uint16_t bits) { return std::bit_cast<float>(widened(number_le(bits).data(), "F16")); }

TEST(Numbers, HalvesAreWidenedExactly) {
  EXPECT_EQ(half(0x3c00), 1.0f);
  EXPECT_EQ(half(0xc000), -2.0f);
  EXPECT_EQ(half(0x7bff), 65504.0f);
  EXPECT_EQ(half(0x0400), std::ldexp(1.0f, -14));
  EXPECT_EQ(half(0x03ff), std::ldexp(1023.0f, -24)) << "the largest subnormal number";
  EXPECT_EQ(half(0x0001), std::ldexp(1.0f, -24));
  EXPECT_TRUE(std::signbit(half(0x8000)));
  EXPECT_TRUE(std::isinf(half(0x7c00)));
  EXPECT_TRUE(std::isnan(half(0x7e01)));
}

TEST(Numbers, BrainFloatsAreUpperHalves) { EXPECT_EQ(std::bit_cast<float>(widened(number_le<std::uint16_t>(0x4049).data(), "BF16")), 3.140625f); }

TEST(Numbers, OnlyThreeDtypesAreComparedAsNumbers) {
  EXPECT_EQ(float_width("F32"), 4u);
  EXPECT_EQ(float_width("F64"), 0u);
  EXPECT_EQ(float_width("Q8_0"), 0u);
}

TEST(Numbers, VarietyCountsDifferentValues) {
  Variety constant;
  constant.add(std::string(1000, '\x3f'), 2);
  EXPECT_FALSE(constant.enough());
  Variety varied;
  for (char c = 0; c < 8; ++c) varied.add(std::string(2, c), 2);
  EXPECT_TRUE(varied.enough());
  Variety tail;
  tail.add("abcdefgh", 16);
  EXPECT_FALSE(tail.enough());
}

}  // namespace
}  // namespace aboveboard::lineage
