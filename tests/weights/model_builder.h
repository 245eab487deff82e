// Models of a few bytes: files with the tensors that a configuration implies, less some, or others than those.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"
#include "format/builders.h"
#include "weights/architecture.h"
#include "weights/weights.h"

namespace aboveboard::testing {

inline data::Value json(std::string_view text) {
  Diagnostics notes;
  auto value = data::parse_json(text, {}, notes);
  return value ? std::move(*value) : data::Value{};
}

struct TinyTensor {
  std::string name;
  std::vector<std::uint64_t> shape;
  std::string dtype = "U8";
};

struct TinyModel {
  std::vector<TinyTensor> tensors;

  // The tensors that must be there by this configuration, a byte an element.
  static TinyModel of(std::string_view config) {
    TinyModel model;
    const auto value = json(config);
    const auto architecture = weights::find_architecture(value);
    if (!architecture) return model;
    const auto dimensions = architecture->dimensions(value);
    if (!dimensions) return model;
    const auto listed = architecture->list(*dimensions, 0, [&](const weights::Expected& expected) {
      if (expected.required) model.tensors.push_back({std::string(expected.name), {expected.shape.begin(), expected.shape.end()}});
      return true;
    });
    static_cast<void>(listed);
    return model;
  }
  TinyModel& without(std::string_view part) {
    std::erase_if(tensors, [&](const TinyTensor& tensor) { return tensor.name.find(part) != std::string::npos; });
    return *this;
  }
  TinyModel& with(std::string name, std::vector<std::uint64_t> shape, std::string dtype = "U8") {
    tensors.push_back({std::move(name), std::move(shape), std::move(dtype)});
    return *this;
  }
  TinyModel& reshape(std::string_view name, std::vector<std::uint64_t> shape) {
    for (TinyTensor& tensor : tensors)
      if (tensor.name == name) tensor.shape = shape;
    return *this;
  }
  // Names with one text in place of another.
  TinyModel& rename(std::string_view from, std::string_view to) {
    for (TinyTensor& tensor : tensors)
      if (const std::size_t at = tensor.name.find(from); at != std::string::npos) tensor.name.replace(at, from.size(), to);
    return *this;
  }
  static std::uint64_t width(std::string_view dtype) {
    return dtype == "I64" ? 8 : dtype == "I32" || dtype == "U32" || dtype == "F32" ? 4 : dtype == "BF16" || dtype == "F16" ? 2 : 1;
  }
  std::string file() const {
    std::string header = "{";
    std::uint64_t end = 0;
    for (const TinyTensor& tensor : tensors) {
      std::uint64_t bytes = width(tensor.dtype);
      std::string shape;
      for (const std::uint64_t size : tensor.shape) bytes *= size, shape += (shape.empty() ? "" : ",") + std::to_string(size);
      header += (header.size() == 1 ? "\"" : ",\"") + tensor.name + R"(":{"dtype":")" + tensor.dtype + R"(","shape":[)" + shape + R"(],"data_offsets":[)" +
                std::to_string(end) + "," + std::to_string(end + bytes) + "]}";
      end += bytes;
    }
    return safetensors(header + "}", end);
  }
  // An index that places all of them in one file.
  std::string index(std::string_view file_name) const {
    std::string map;
    for (const TinyTensor& tensor : tensors) map += (map.empty() ? "\"" : ",\"") + tensor.name + R"(":")" + std::string(file_name) + "\"";
    return "{\"weight_map\":{" + map + "}}";
  }
};

// What is collected of files in memory.
struct CollectedFiles {
  Scanned scanned;
  std::size_t scan_notes;
  Weights weights;
  explicit CollectedFiles(std::vector<MemoryFile> files)
      : scanned(sorted(std::move(files))), scan_notes(scanned.notes.items().size()), weights(aboveboard::weights::collect_weights(scanned.sources, scanned.notes)) {}
  static std::vector<MemoryFile> sorted(std::vector<MemoryFile> files) {
    std::sort(files.begin(), files.end(), [](const MemoryFile& a, const MemoryFile& b) { return a.path < b.path; });
    return files;
  }
  std::string rules() const { return scanned.rules(); }
  std::string message(std::string_view rule) const {
    const Diagnostic* note = scanned.note(rule);
    return note == nullptr ? "" : note->error.message;
  }
};

inline constexpr std::string_view kTinyLlama =
    R"({"model_type":"llama","architectures":["LlamaForCausalLM"],"vocab_size":10,"hidden_size":4,"intermediate_size":6,"num_hidden_layers":3,"num_attention_heads":2,"num_key_value_heads":1})";

}  // namespace aboveboard::testing
