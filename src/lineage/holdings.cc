#include "lineage/holdings.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "lineage/tensor_names.h"

namespace aboveboard::lineage {
namespace {

bool is_below(std::string_view path, std::string_view folder) { return folder.empty() || (path.starts_with(folder) && path.size() > folder.size() && path[folder.size()] == '/'); }

// Parts of names that libraries of adapters give their tensors.
bool is_adapter_name(std::string_view tensor) {
  constexpr std::array<std::string_view, 9> kMarks = {"lora_", "lora.", "hada_w", "lokr_", "oft_", "ia3_", "vera_lambda", "prompt_embeddings", "dora_scale"};
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return tensor.find(mark) != std::string_view::npos; });
}

bool is_embedding_name(std::string_view tensor) {
  constexpr std::array<std::string_view, 6> kNames = {"embed_tokens.weight", "wte.weight", "word_embeddings.weight", "token_embd.weight", "embed_in.weight", "shared.weight"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) { return tensor.ends_with(name); });
}

// As formats spell them; integers are what numbers are packed in, and positions.
bool is_plain_dtype(std::string_view dtype) {
  constexpr std::array<std::string_view, 10> kPlain = {"f64", "f32", "f16", "bf16", "float64", "float32", "float16", "bfloat16", "i64", "int64"};
  return std::find(kPlain.begin(), kPlain.end(), to_lower(dtype)) != kPlain.end();
}

struct Names {
  bool adapter = false, embedding = false, norm = false;
};

Names look_at(const ScannedFile& file) {
  Names found;
  const TensorTable& tensors = file.contents.tensors;
  for (std::size_t i = 0; i < tensors.size() && !found.adapter; ++i) {
    const std::string_view name = tensors.name(i);
    found.adapter = is_adapter_name(name);
    found.embedding = found.embedding || is_embedding_name(name);
    found.norm = found.norm || is_norm_name(name);
  }
  const auto is_type = [](const MetadataEntry& entry) { return entry.key == "general.type" && entry.value == "adapter"; };
  found.adapter = found.adapter || std::any_of(file.contents.metadata.begin(), file.contents.metadata.end(), is_type) || to_lower(file_name(file.path)).starts_with("adapter_model");
  return found;
}

bool speaks_of_quantization(const ScannedFile& file) {
  if (!file.value) return false;
  const std::string name = to_lower(file_name(file.path));
  if (name.find("quant") != std::string::npos) return true;
  if (!name.ends_with("config.json")) return false;
  return std::any_of(file.value->members.begin(), file.value->members.end(), [](const data::Member& member) {
    return member.value.type != data::ValueType::Null && (contains_ignoring_case(member.key, "quant") || member.key == "compression_config");
  });
}

void add_weights(const ScannedFile& file, Holdings& holdings, bool& norms) {
  if (holdings.weights == nullptr) holdings.weights = &file;
  holdings.all_read = holdings.all_read && file.weights->read;
  const Names names = look_at(file);
  holdings.all_adapters = holdings.all_adapters && names.adapter;
  holdings.any_adapter = holdings.any_adapter || names.adapter;
  norms = norms || (names.norm && !names.adapter);
  if (names.embedding && !names.adapter && holdings.whole == nullptr) holdings.whole = &file;
  const std::string& format = file.weights->format;
  const bool spelled = (format == "safetensors" || format == "pytorch") && file.weights->read && !file.weights->dtypes.empty();
  holdings.plain = holdings.plain && spelled && std::all_of(file.weights->dtypes.begin(), file.weights->dtypes.end(), [](const auto& dtype) { return is_plain_dtype(dtype.first); });
}

}  // namespace

Holdings find_holdings(const ScannedSource& source, std::string_view folder) {
  Holdings holdings;
  bool norms = false;
  for (const ScannedFile& file : source.files) {
    if (!is_below(file.path, folder)) continue;
    if (file.weights) add_weights(file, holdings, norms);
    if (file_name(file.path) == "adapter_config.json" && holdings.adapter_config == nullptr) holdings.adapter_config = &file;
    if (holdings.quantization == nullptr && speaks_of_quantization(file)) holdings.quantization = &file;
  }
  if (!norms) holdings.whole = nullptr;
  return holdings;
}

}  // namespace aboveboard::lineage
