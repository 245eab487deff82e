// Any bytes through all readers that they call for, as a file of any name: places lie in the file, and nothing is taken on its word.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/limits.h"
#include "format/examine.h"

using namespace aboveboard;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  MemorySource source(bytes);
  Contents contents;
  Diagnostics notes;
  format::examine(source, {.path = "model.bin"}, contents, notes);
  require(contents.valid || !notes.items().empty());
  require(contents.constructs.size() <= limits::kConstructs);
  for (const Diagnostic& item : notes.items())
    require(!item.error.place.member.empty() || !item.error.place.byte || *item.error.place.byte <= size);
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) static_cast<void>(contents.tensors[i].elements);
  return 0;
}
