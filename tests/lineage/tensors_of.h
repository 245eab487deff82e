// Weight files in memory whose tensors have bytes of their own: what comparing needs.
#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/builders.h"
#include "lineage/lineage.h"

namespace aboveboard::testing {

struct FilledTensor {
  std::string name, dtype;
  std::vector<std::uint64_t> shape;
  std::string bytes;
};

inline std::string floats(const std::vector<float>& values) {
  std::string bytes;
  for (const float value : values) bytes += number_le(std::bit_cast<std::uint32_t>(value));
  return bytes;
}
// The upper halves of the floats.
inline std::string brain_floats(const std::vector<float>& values) {
  std::string bytes;
  for (const float value : values) bytes += number_le(static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16));
  return bytes;
}

// Numbers that BF16 holds exactly, others for another seed.
inline std::vector<float> learned(std::size_t count, int seed) {
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(0.5f + static_cast<float>((i * 37 + static_cast<std::size_t>(seed) * 11) % 128) / 128.0f);
  return values;
}

inline FilledTensor brain_tensor(std::string name, std::vector<std::uint64_t> shape, int seed) {
  std::size_t count = 1;
  for (const std::uint64_t size : shape) count *= size;
  return {std::move(name), "BF16", std::move(shape), brain_floats(learned(count, seed))};
}

inline std::string safetensors_of(const std::vector<FilledTensor>& tensors) {
  std::string header = "{";
  std::string data;
  for (const FilledTensor& tensor : tensors) {
    std::string shape;
    for (const std::uint64_t size : tensor.shape) shape += (shape.empty() ? "" : ",") + std::to_string(size);
    header += (header.size() == 1 ? "\"" : ",\"") + tensor.name + R"(":{"dtype":")" + tensor.dtype + R"(","shape":[)" + shape + R"(],"data_offsets":[)" + std::to_string(data.size()) + "," +
              std::to_string(data.size() + tensor.bytes.size()) + "]}";
    data += tensor.bytes;
  }
  header += "}";
  return number_le<std::uint64_t>(header.size()) + header + data;
}

// The types of ggml that tests use; other dtypes are stored as F32.
inline std::uint32_t ggml_type(std::string_view dtype) { return dtype == "F16" ? 1 : dtype == "BF16" ? 30 : dtype == "Q8_0" ? 8 : 0; }

inline std::string gguf_of(const std::vector<FilledTensor>& tensors, GgufBuilder head = {}) {
  std::string data;
  for (const FilledTensor& tensor : tensors) {
    head.tensor(tensor.name, {tensor.shape.rbegin(), tensor.shape.rend()}, ggml_type(tensor.dtype), data.size());
    data += tensor.bytes;
    data.resize((data.size() + 31) / 32 * 32);
  }
  return head.file(0) + data;
}

// A list of texts, as vocabularies are stored.
inline std::string gguf_texts(const std::vector<std::string>& items) {
  std::string bytes = number_le<std::uint32_t>(8) + number_le<std::uint64_t>(items.size());
  for (const std::string& item : items) bytes += GgufBuilder::text(item);
  return bytes;
}

// Norms by one seed, attention by another: a model of two layers.
inline std::vector<FilledTensor> tiny_model(int norms, int others) {
  std::vector<FilledTensor> tensors = {brain_tensor("model.embed_tokens.weight", {10, 16}, others)};
  for (int layer = 0; layer < 2; ++layer) {
    const std::string at = "model.layers." + std::to_string(layer) + ".";
    tensors.push_back(brain_tensor(at + "input_layernorm.weight", {16}, norms + layer));
    tensors.push_back(brain_tensor(at + "self_attn.q_proj.weight", {16, 16}, others + 3 + layer));
    tensors.push_back(brain_tensor(at + "post_attention_layernorm.weight", {16}, norms + 7 + layer));
  }
  tensors.push_back(brain_tensor("model.norm.weight", {16}, norms + 20));
  return tensors;
}

// A source in memory that may promise digests, and may lie on a server.
class PromisingSource final : public Source {
 public:
  PromisingSource(SourceInfo info, std::vector<MemoryFile> files, bool remote) : inner_(memory_source(std::move(info), std::move(files))), entries_(inner_->files()), remote_(remote) {}
  const SourceInfo& info() const override { return inner_->info(); }
  SourceInfo& info() override { return inner_->info(); }
  const std::vector<FileEntry>& files() const override { return entries_; }
  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    ++opened_;
    if (refusing_) return fail(ErrorKind::Unreadable, "the system refuses");
    return inner_->open(path);
  }
  bool remote() const override { return remote_; }

  void promise(std::string_view path, std::string digest) {
    for (FileEntry& entry : entries_)
      if (entry.path == path) entry.promised = digest;
  }
  void refuse() { refusing_ = true; }
  int opened() const { return opened_; }
  void forget_opened() { opened_ = 0; }

 private:
  std::unique_ptr<Source> inner_;
  std::vector<FileEntry> entries_;
  bool remote_;
  bool refusing_ = false;
  mutable int opened_ = 0;
};

// A release and a base, compared.
struct Pairing {
  std::unique_ptr<PromisingSource> ours, theirs;
  std::vector<ScannedSource> release, base;
  Diagnostics notes;

  Pairing(std::vector<MemoryFile> release_files, std::vector<MemoryFile> base_files, bool remote_base = false) {
    SourceInfo info;
    info.name = "heron";
    info.role = Role::Weights;
    ours = std::make_unique<PromisingSource>(info, std::move(release_files), false);
    info.name = "otter";
    info.role = Role::Base;
    theirs = std::make_unique<PromisingSource>(info, std::move(base_files), remote_base);
    Diagnostics scanning;
    release.push_back(scan(*ours, scanning));
    base.push_back(scan(*theirs, scanning));
  }
  std::vector<LineageProof> compare(std::uint64_t bytes = 256u << 20) {
    ours->forget_opened();
    theirs->forget_opened();
    return lineage::compare(release, base, {bytes}, notes);
  }
  bool noted(std::string_view rule) const {
    for (const Diagnostic& item : notes.items())
      if (item.rule == rule) return true;
    return false;
  }
};

inline const LineageProof* proof(const std::vector<LineageProof>& proofs, std::string_view kind) {
  for (const LineageProof& one : proofs)
    if (one.kind == kind) return &one;
  return nullptr;
}

}  // namespace aboveboard::testing
