// Runs one reader over bytes in memory, and shows what it found.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "format/examination.h"

namespace aboveboard::testing {

struct Examined {
  Contents contents;
  Diagnostics notes;
  format::Budget budget;

  using Reader = void (*)(ByteSource&, format::Examination&);
  Examined(const std::string& bytes, Reader reader) {
    MemorySource source(bytes);
    format::Examination examination("model", contents, notes, budget, {});
    reader(source, examination);
  }
  // The rules noted, without "format/", separated by spaces.
  std::string rules() const {
    std::string all;
    for (const Diagnostic& item : notes.items()) all += (all.empty() ? "" : " ") + item.rule.substr(item.rule.find('/') + 1);
    return all;
  }
  bool has_rule(std::string_view rule) const {
    return std::any_of(notes.items().begin(), notes.items().end(), [&](const Diagnostic& item) { return item.rule == "format/" + std::string(rule); });
  }
  // "Operator tensorflow::ReadFile" and the like would be long: the name alone finds a construct.
  const Construct* construct(std::string_view name) const {
    for (const Construct& construct : contents.constructs)
      if (construct.name == name) return &construct;
    return nullptr;
  }
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

// What a sniffer sees of the bytes, and what it says.
inline bool sniffs(const std::string& bytes, bool (*looks_like)(const format::Sniff&)) {
  MemorySource source(bytes);
  const std::string_view all = bytes;
  const std::size_t tail = std::min<std::size_t>(all.size(), (64u << 10) + 22);
  return looks_like({all.substr(0, 4096), all.substr(all.size() - tail), all.size(), source});
}

}  // namespace aboveboard::testing
