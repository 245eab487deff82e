// One reader run over bytes in memory, and what it said.
#pragma once

#include <string>
#include <string_view>
#include <utility>

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

  // The rules told, without "format/", separated by spaces.
  std::string rules() const {
    std::string all;
    for (const Diagnostic& item : notes.items()) all += (all.empty() ? "" : " ") + item.rule.substr(7);
    return all;
  }
  const Diagnostic* note(std::string_view rule) const {
    for (const Diagnostic& item : notes.items())
      if (item.rule.substr(7) == rule) return &item;
    return nullptr;
  }
  const Construct* construct(std::string_view name) const {
    for (const Construct& item : contents.constructs)
      if (item.name == name) return &item;
    return nullptr;
  }
  std::string metadata(std::string_view key) const {
    for (const MetadataEntry& entry : contents.metadata)
      if (entry.key == key) return entry.value;
    return {};
  }
};

// What a sniffer would see of `bytes`; `source` outlives it.
inline format::Sniff sniff_of(std::string_view bytes, MemorySource& source) {
  constexpr std::size_t kTail = (64u << 10) + 22;
  return {bytes.substr(0, 4096), bytes.substr(bytes.size() > kTail ? bytes.size() - kTail : 0), bytes.size(), source};
}

}  // namespace aboveboard::testing
