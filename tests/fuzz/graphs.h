// What must hold of every examination of a file, whatever its bytes.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/limits.h"
#include "format/examination.h"

namespace aboveboard::fuzzing {

inline void require(bool condition) {
  if (!condition) std::abort();
}

inline void check(const Contents& contents, const Diagnostics& notes, std::uint64_t size) {
  bool invalid = false;
  for (const Diagnostic& item : notes.items()) {
    require(item.rule.starts_with("format/"));
    require(!item.error.place.byte || *item.error.place.byte <= size);
    invalid = invalid || item.kind == DiagnosticKind::Invalid;
  }
  require(contents.valid || !notes.items().empty());
  require(!contents.valid || !invalid);
  require(contents.tensors.size() <= contents.tensor_count);
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const Tensor tensor = contents.tensors[i];
    require(tensor.place <= size);
    require(tensor.name.size() <= 3 * limits::kGraphNameBytes);
  }
  for (const MetadataEntry& entry : contents.metadata) require(entry.byte <= size && entry.bytes <= size - entry.byte);
  for (const Construct& construct : contents.constructs) require(construct.byte <= size && construct.count > 0);
}

// Runs a sniffer and a reader over the bytes, the reader also where the sniffer says no.
inline void examine(const std::uint8_t* data, std::size_t size, bool (*looks_like)(const format::Sniff&), void (*read)(ByteSource&, format::Examination&)) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  MemorySource source(bytes);
  const std::size_t tail = size < (64u << 10) + 22 ? size : (64u << 10) + 22;
  static_cast<void>(looks_like({bytes.substr(0, 4096), bytes.substr(size - tail), size, source}));
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("fuzz", contents, notes, budget, {});
  read(source, examination);
  check(contents, notes, size);
}

}  // namespace aboveboard::fuzzing
