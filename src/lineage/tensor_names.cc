#include "lineage/tensor_names.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "base/text.h"

namespace aboveboard::lineage {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 4> kOutside = {Pair{"token_embd.weight", "embed_tokens.weight"}, Pair{"output_norm.weight", "norm.weight"}, Pair{"output_norm.bias", "norm.bias"},
                                          Pair{"output.weight", "lm_head.weight"}};
// Behind "blk.N." and before ".weight" or ".bias".
constexpr std::array<Pair, 20> kInBlock = {Pair{"attn_norm", "input_layernorm"},
                                           Pair{"attn_q", "self_attn.q_proj"},
                                           Pair{"attn_k", "self_attn.k_proj"},
                                           Pair{"attn_v", "self_attn.v_proj"},
                                           Pair{"attn_output", "self_attn.o_proj"},
                                           Pair{"attn_qkv", "self_attn.qkv_proj"},
                                           Pair{"attn_q_norm", "self_attn.q_norm"},
                                           Pair{"attn_k_norm", "self_attn.k_norm"},
                                           Pair{"attn_q_a", "self_attn.q_a_proj"},
                                           Pair{"attn_q_b", "self_attn.q_b_proj"},
                                           Pair{"attn_kv_a_mqa", "self_attn.kv_a_proj_with_mqa"},
                                           Pair{"attn_q_a_norm", "self_attn.q_a_layernorm"},
                                           Pair{"attn_kv_a_norm", "self_attn.kv_a_layernorm"},
                                           Pair{"attn_sinks", "self_attn.sinks"},
                                           Pair{"ffn_gate", "mlp.gate_proj"},
                                           Pair{"ffn_up", "mlp.up_proj"},
                                           Pair{"ffn_down", "mlp.down_proj"},
                                           Pair{"ffn_gate_inp", "mlp.gate"},
                                           Pair{"post_attention_norm", "post_attention_layernorm"},
                                           Pair{"post_ffw_norm", "post_feedforward_layernorm"}};

template <std::size_t N>
std::string_view find(const std::array<Pair, N>& pairs, std::string_view name) {
  const auto at = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.first == name; });
  return at == pairs.end() ? "" : at->second;
}

bool is_boundary(char c) { return c == '.' || c == '_' || (c >= '0' && c <= '9'); }

}  // namespace

std::string_view without_wrapping(std::string_view name) {
  for (const std::string_view wrapping : {"model.language_model.", "language_model.model.", "language_model.", "model."}) {
    if (name.starts_with(wrapping)) return name.substr(wrapping.size());
  }
  return name;
}

std::string hub_name_of(std::string_view gguf, bool sandwich) {
  if (const std::string_view outside = find(kOutside, gguf); !outside.empty()) return std::string(outside);
  if (!gguf.starts_with("blk.")) return "";
  const std::size_t dot = gguf.find('.', 4);
  const std::size_t end = gguf.rfind('.');
  if (dot == std::string_view::npos || end <= dot) return "";
  const std::string_view part = gguf.substr(dot + 1, end - dot - 1);
  std::string_view known = find(kInBlock, part);
  if (part == "ffn_norm") known = sandwich ? "pre_feedforward_layernorm" : "post_attention_layernorm";
  if (known.empty()) return "";
  return "layers." + std::string(gguf.substr(4, dot - 4)) + "." + std::string(known) + std::string(gguf.substr(end));
}

bool is_norm_name(std::string_view name) {
  const std::string lower = to_lower(name);
  if (lower.find("norm") != std::string::npos) return true;
  // "ln_f", "ln_1", "ln1", "final_ln".
  for (std::size_t at = lower.find("ln"); at != std::string::npos; at = lower.find("ln", at + 1)) {
    if ((at == 0 || is_boundary(lower[at - 1])) && (at + 2 == lower.size() || is_boundary(lower[at + 2]))) return true;
  }
  return false;
}

bool is_computed_name(std::string_view name) {
  constexpr std::string_view kComputed[] = {
      "inv_freq", "rotary", "rope_f", "freqs", "cos_cached", "sin_cached", "alibi",                                          // rotary tables, slopes
      "position_ids", "pos_emb", "position_emb", "embed_positions", "relative_position_index", "relative_coords", "mask",   // positions
      "mel_filter", "filterbank", "featurizer", "window", "stft",                                                           // of sound
      "betas", "alphas", "sigmas", "posterior_", "logvar",                                                                  // schedules of diffusion
      "quant_map", "quant_state", "g_idx", "qzeros", "zero_point", "weight_shape", "weight_format",                         // how numbers are packed
  };
  const std::string lower = to_lower(name);
  return lower.ends_with(".attn.bias") || std::any_of(std::begin(kComputed), std::end(kComputed), [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

}  // namespace aboveboard::lineage
