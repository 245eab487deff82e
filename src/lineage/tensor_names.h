// Tensor names, made comparable between formats, and what a name says of its tensor.
#pragma once

#include <string>
#include <string_view>

namespace aboveboard::lineage {

// The name under which checkpoints of the llama-like families are compared: without "model." and other beginnings that depend on how the model was wrapped.
std::string_view without_wrapping(std::string_view name);

// What llama.cpp calls "blk.3.attn_norm.weight" is "layers.3.input_layernorm.weight" to others (gguf-py, tensor_mapping.py). `sandwich`: the file has norms
// before and behind each part, so that ffn_norm is the one before. "" for a name that is not known.
std::string hub_name_of(std::string_view gguf, bool sandwich);

// A norm's: "norm", "ln_f", "ln_1" and the like stand in it.
bool is_norm_name(std::string_view name);

// Computed and not learned (rotary frequencies, position tables, masks, filters, schedules of diffusion, maps and states of quantizers): equal in unrelated models. Learned positions are
// among them, since their names are the same: that costs evidence, and proves nothing wrong.
bool is_computed_name(std::string_view name);

}  // namespace aboveboard::lineage
