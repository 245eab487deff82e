// Quantization: how a model's numbers are packed, by what config.json says of it, and what a stored tensor stands for: a weight, several weights in each of
// its elements, or only scales and offsets of another. The conventions, method by method, are in docs/formats/quantization.md.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "data/value.h"
#include "format/tensor_table.h"

namespace aboveboard::weights {

enum class Packing {
  Gptq,               // x.qweight I32 for x.weight
  Awq,                // the same, packed along the other dimension
  Bnb4,               // x.weight U8, two in a byte
  Bnb8,               // x.weight I8
  CompressedTensors,  // x.weight_packed for x.weight, or x.weight itself
  Fp8,                // x.weight F8, with scales
  Mxfp4,              // x_blocks U8 for x, two in a byte
  Mlx,                // x.weight U32
  ModelOpt,           // x.weight F8, or U8 with two in a byte
  AsStored,           // recognized, its conventions are not known here: elements are counted as they are stored
};

struct Quantization {
  Packing packing = Packing::AsStored;
  std::string method;      // as the configuration spells it: "gptq", "fp8" ...
  std::uint64_t bits = 0;  // of a weight; 0 where the configuration does not say, or says several numbers
  bool fp4_experts = false;
  std::map<std::string, std::uint64_t, std::less<>> module_bits;  // MLX: modules of other bits than the rest

  // "gptq, 4 bits".
  std::string described() const;
};

// What config.json says (quantization_config, or MLX's quantization), or the hf_quant_config.json beside it (nullptr where there is none).
std::optional<Quantization> read_quantization(const data::Value& config, const data::Value* beside);

// What one stored tensor stands for.
struct LogicalTensor {
  bool part = false;           // scales, offsets and the like, which belong to another tensor
  bool counts = true;          // as the Hub counts: no part, no scalar, no dtype of exponents alone
  bool packed = false;         // its shape is not that of the weight
  std::string_view stem;       // the name without the ending that packing gave it,
  std::string_view ending;     // and the ending of the weight that it stands for
  std::uint64_t elements = 0;  // weights in it, where it counts
};

// `quantization` may be nullptr.
LogicalTensor logical_tensor(const Tensor& tensor, const Quantization* quantization);

}  // namespace aboveboard::weights
