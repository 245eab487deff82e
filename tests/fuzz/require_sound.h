// Runs one reader over the bytes of a fuzzer, and holds what it says to what must be true of any file.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/text.h"
#include "format/examination.h"

namespace aboveboard::fuzz {

inline void require(bool condition) {
  if (!condition) std::abort();
}

template <typename Reader>
void run(std::string_view bytes, Reader&& read) {
  MemorySource source(bytes);
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("fuzz", contents, notes, budget, {});
  read(source, examination);
  require(contents.valid || !notes.items().empty());
  require(contents.tensors.size() <= contents.tensor_count);
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const Tensor tensor = contents.tensors[i];
    require(find_invalid_utf8(tensor.name) == std::string_view::npos);
    require(tensor.place <= bytes.size());
  }
  for (const MetadataEntry& entry : contents.metadata) require(find_invalid_utf8(entry.value) == std::string_view::npos);
  for (const Diagnostic& item : notes.items()) require(!item.error.message.empty() && (!item.error.place.byte || *item.error.place.byte <= bytes.size()));
}

}  // namespace aboveboard::fuzz
