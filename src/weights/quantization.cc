#include "weights/quantization.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/checked.h"
#include "base/text.h"

namespace aboveboard::weights {
namespace {

struct Method {
  std::string_view name;
  Packing packing;
};
constexpr Method kMethods[] = {
    {"gptq", Packing::Gptq},
    {"awq", Packing::Awq},
    {"compressed-tensors", Packing::CompressedTensors},
    {"fp8", Packing::Fp8},
    {"fbgemm_fp8", Packing::Fp8},
    {"mxfp4", Packing::Mxfp4},
    {"modelopt", Packing::ModelOpt},
    {"modelopt_fp4", Packing::ModelOpt},
};

// Endings of tensors that hold no weights.
constexpr std::string_view kGroupParts[] = {".qzeros", ".scales", ".g_idx"};
constexpr std::string_view kBnb4Parts[] = {".absmax", ".quant_map", ".nested_absmax", ".nested_quant_map"};
constexpr std::string_view kBnb8Parts[] = {".SCB", ".weight_format"};
constexpr std::string_view kScaleParts[] = {
    ".weight_scale", ".weight_scale_inv", ".weight_scale_2", ".weight_global_scale", ".weight_zero_point", ".weight_shape",  ".weight_g_idx",
    ".input_scale",  ".input_zero_point", ".input_global_scale", ".output_scale",    ".output_zero_point", ".activation_scale", ".input_scale_ub",
    ".k_scale",      ".v_scale",          ".q_scale",            ".k_zero_point",    ".v_zero_point",      "_scale_inv",
};
constexpr std::string_view kMxfp4Parts[] = {"_scales"};
constexpr std::string_view kMlxParts[] = {".scales", ".biases"};

std::span<const std::string_view> parts_of(Packing packing) {
  switch (packing) {
    case Packing::Gptq:
    case Packing::Awq:
      return kGroupParts;
    case Packing::Bnb4:
      return kBnb4Parts;
    case Packing::Bnb8:
      return kBnb8Parts;
    case Packing::Mxfp4:
      return kMxfp4Parts;
    case Packing::Mlx:
      return kMlxParts;
    case Packing::CompressedTensors:
    case Packing::Fp8:
    case Packing::ModelOpt:
      return kScaleParts;
    case Packing::AsStored:
      break;
  }
  return {};
}

std::uint64_t number_in(const data::Value& map, std::string_view key) {
  const data::Value* value = map.find(key);
  return value != nullptr && value->integer && *value->integer > 0 && *value->integer <= 64 ? static_cast<std::uint64_t>(*value->integer) : 0;
}

bool is_true(const data::Value& map, std::string_view key) {
  const data::Value* value = map.find(key);
  return value != nullptr && value->type == data::ValueType::Bool && value->boolean;
}

// The bits that all groups of compressed-tensors share, or 0.
std::uint64_t group_bits(const data::Value& config) {
  std::uint64_t bits = 0;
  const data::Value* groups = config.find("config_groups");
  if (groups == nullptr) return 0;
  for (const data::Member& group : groups->members) {
    const data::Value* weights = group.value.find("weights");
    const std::uint64_t one = weights == nullptr ? 0 : number_in(*weights, "num_bits");
    if (bits != 0 && one != bits) return 0;
    bits = one;
  }
  return bits;
}

Quantization read_mlx(const data::Value& config) {
  Quantization quantization;
  quantization.packing = Packing::Mlx;
  quantization.method = "mlx";
  quantization.bits = number_in(config, "bits");
  for (const data::Member& member : config.members)
    if (member.value.is_map()) quantization.module_bits[member.key] = number_in(member.value, "bits");
  return quantization;
}

Quantization read_method(const data::Value& config) {
  Quantization quantization;
  quantization.method = sanitize_utf8(clip_utf8(text_of(config, "quant_method"), 64));
  quantization.bits = number_in(config, "bits");
  quantization.fp4_experts = text_of(config, "expert_dtype") == "fp4";
  const std::string method = to_lower(quantization.method);
  if (method == "bitsandbytes" || is_true(config, "load_in_4bit") || is_true(config, "load_in_8bit")) {
    quantization.method = "bitsandbytes";
    quantization.packing = is_true(config, "load_in_4bit") ? Packing::Bnb4 : Packing::Bnb8;
    quantization.bits = quantization.packing == Packing::Bnb4 ? 4 : 8;
    return quantization;
  }
  for (const Method& known : kMethods)
    if (known.name == method) quantization.packing = known.packing;
  if (quantization.packing == Packing::CompressedTensors) quantization.bits = group_bits(config);
  if (quantization.packing == Packing::Fp8) quantization.bits = 8;
  if (quantization.packing == Packing::Mxfp4) quantization.bits = 4;
  if (quantization.packing == Packing::ModelOpt) {
    const std::string algorithm = to_lower(text_of(config, "quant_algo"));
    quantization.bits = algorithm.find("fp4") != std::string::npos ? 4 : algorithm.find("fp8") != std::string::npos ? 8 : 0;
  }
  return quantization;
}

// How many bits an element of a dtype that packs whole numbers has, or 0.
std::uint64_t container_bits(std::string_view dtype) {
  struct Row {
    std::string_view dtype;
    std::uint64_t bits;
  };
  constexpr Row kRows[] = {{"I32", 32}, {"U32", 32}, {"U8", 8}, {"I8", 8}, {"I64", 64}, {"U64", 64}, {"I16", 16}, {"U16", 16},
                           {"int32", 32}, {"uint32", 32}, {"uint8", 8}, {"int8", 8}, {"int64", 64}, {"int16", 16}};
  for (const Row& row : kRows)
    if (row.dtype == dtype) return row.bits;
  return 0;
}

bool is_byte(std::string_view dtype) { return container_bits(dtype) == 8; }

bool ends_in(std::string_view name, std::span<const std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return name.ends_with(ending); });
}

void unpack(LogicalTensor& logical, std::string_view packed, std::string_view ending, std::uint64_t times, std::uint64_t over) {
  logical.packed = true;
  logical.stem.remove_suffix(packed.size());
  logical.ending = ending;
  logical.elements = over == 0 ? logical.elements : checked_mul(logical.elements, times).value_or(UINT64_MAX) / over;
}

std::uint64_t mlx_bits(const Quantization& quantization, std::string_view module) {
  const auto found = quantization.module_bits.find(module);
  return found != quantization.module_bits.end() && found->second != 0 ? found->second : quantization.bits;
}

// Of a tensor that is no part of another.
void unpack_by_method(LogicalTensor& logical, const Tensor& tensor, const Quantization& quantization) {
  const std::string_view name = tensor.name;
  const std::uint64_t container = container_bits(tensor.dtype);
  switch (quantization.packing) {
    case Packing::Gptq:
    case Packing::Awq:
      // The Hub's count: whole weights in 32 bits.
      if (name.ends_with(".qweight")) unpack(logical, ".qweight", ".weight", quantization.bits == 0 ? 1 : 32 / quantization.bits, 1);
      break;
    case Packing::Bnb4:
      if (name.ends_with(".weight") && is_byte(tensor.dtype)) unpack(logical, "", "", 2, 1);
      break;
    case Packing::CompressedTensors:
      if (name.ends_with(".weight_packed")) unpack(logical, ".weight_packed", ".weight", container, quantization.bits);
      break;
    case Packing::Fp8:
      if (quantization.fp4_experts && name.find(".experts.") != std::string_view::npos && is_byte(tensor.dtype)) unpack(logical, "", "", 2, 1);
      break;
    case Packing::Mxfp4:
      if (name.ends_with("_blocks") && is_byte(tensor.dtype)) unpack(logical, "_blocks", "", 2, 1);
      break;
    case Packing::Mlx:
      if (name.ends_with(".weight") && container == 32) unpack(logical, "", "", 32, mlx_bits(quantization, name.substr(0, name.size() - 7)));
      break;
    case Packing::ModelOpt:
      if (quantization.bits == 4 && name.ends_with(".weight") && is_byte(tensor.dtype)) unpack(logical, "", "", 2, 1);
      break;
    case Packing::Bnb8:
    case Packing::AsStored:
      break;
  }
}

}  // namespace

std::string Quantization::described() const {
  std::string text = method;
  if (bits != 0) text += ", " + std::to_string(bits) + (bits == 1 ? " bit" : " bits");
  if (packing == Packing::AsStored) text += ", counted as stored";
  return text;
}

std::optional<Quantization> read_quantization(const data::Value& config, const data::Value* beside) {
  for (const std::string_view key : {"quantization_config", "compression_config"}) {
    const data::Value* value = config.find(key);
    if (value != nullptr && value->is_map() && !value->members.empty()) return read_method(*value);
  }
  if (const data::Value* value = config.find("quantization"); value != nullptr && value->is_map() && value->find("bits") != nullptr) return read_mlx(*value);
  const data::Value* value = beside == nullptr ? nullptr : beside->find("quantization");
  if (value == nullptr || !value->is_map()) return std::nullopt;
  Quantization quantization = read_method(*value);
  quantization.packing = Packing::ModelOpt;
  quantization.method = "modelopt";
  const std::string algorithm = to_lower(text_of(*value, "quant_algo"));
  if (algorithm.find("fp4") != std::string::npos) quantization.bits = 4;
  if (algorithm.find("fp8") != std::string::npos) quantization.bits = 8;
  return quantization;
}

LogicalTensor logical_tensor(const Tensor& tensor, const Quantization* quantization) {
  LogicalTensor logical;
  logical.stem = tensor.name;
  logical.elements = tensor.elements;
  logical.part = tensor.dtype == "F8_E8M0";
  if (quantization != nullptr && !logical.part) {
    logical.part = ends_in(tensor.name, parts_of(quantization->packing)) ||
                   (quantization->packing == Packing::Bnb4 && tensor.name.find(".quant_state.") != std::string_view::npos);
    if (!logical.part) unpack_by_method(logical, tensor, *quantization);
  }
  logical.counts = !logical.part && !tensor.shape.empty();
  return logical;
}

}  // namespace aboveboard::weights
