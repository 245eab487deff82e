// Runs one reader over bytes in memory, and shows what it found.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/diagnostics.h"
#include "format/examination.h"

namespace aboveboard::testing {

struct Examined {
  std::string bytes;
  Contents contents;
  Diagnostics notes;
  format::Budget budget;

  // `read` is a void(ByteSource&, Examination&).
  template <typename Reader>
  Examined(std::string data, Reader&& read, std::string path = "file.bin") : bytes(std::move(data)) {
    MemorySource source(bytes);
    format::Examination examination(std::move(path), contents, notes, budget, {});
    read(source, examination);
  }

  // The rules noted, without "format/", separated by spaces.
  std::string rules() const {
    std::string all;
    for (const Diagnostic& item : notes.items()) all += (all.empty() ? "" : " ") + item.rule.substr(item.rule.find('/') + 1);
    return all;
  }
  const Diagnostic* note(std::string_view rule) const {
    for (const Diagnostic& item : notes.items())
      if (item.rule.substr(item.rule.find('/') + 1) == rule) return &item;
    return nullptr;
  }
  bool has_rule(std::string_view rule) const { return note(rule) != nullptr; }
  // The construct of this name, of whatever kind.
  const Construct* construct(std::string_view name) const {
    for (const Construct& item : contents.constructs)
      if (item.name == name) return &item;
    return nullptr;
  }
  // All values of a key, with '|' between them.
  std::string metadata(std::string_view key) const {
    std::string all;
    for (const MetadataEntry& entry : contents.metadata)
      if (entry.key == key) all += (all.empty() ? "" : "|") + entry.value;
    return all;
  }
  // "name dtype [2,3] bytes", one a line.
  std::string tensors() const {
    std::string all;
    for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
      const Tensor tensor = contents.tensors[i];
      all += std::string(tensor.name) + " " + std::string(tensor.dtype) + " [";
      for (std::size_t d = 0; d < tensor.shape.size(); ++d) all += (d == 0 ? "" : ",") + std::to_string(tensor.shape[d]);
      all += "] " + std::to_string(tensor.bytes) + "\n";
    }
    return all;
  }
};

// What a sniffer would see of `bytes`; `source` outlives it.
inline format::Sniff sniff_of(std::string_view bytes, MemorySource& source) {
  constexpr std::size_t kTail = (64u << 10) + 22;
  return {bytes.substr(0, 4096), bytes.substr(bytes.size() > kTail ? bytes.size() - kTail : 0), bytes.size(), source};
}

// Does the sniffer take the bytes?
inline bool sniffs(const std::string& bytes, bool (*looks_like)(const format::Sniff&)) {
  MemorySource source(bytes);
  return looks_like(sniff_of(bytes, source));
}

}  // namespace aboveboard::testing
