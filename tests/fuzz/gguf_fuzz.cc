// The gguf reader on any bytes: a file is either valid, with sums that add up and places that lie in it, or a
// diagnostic says why not.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "format/scan.h"
#include "weights/weights.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(const ScannedFile& file, const Diagnostics& notes) {
  if (!file.weights || file.kind != FileKind::Gguf) return;
  const WeightsFile& weights = *file.weights;
  require(weights.valid || !notes.items().empty());
  std::uint64_t elements = 0;
  for (const auto& [dtype, count] : weights.dtypes) elements += count;
  require(!weights.valid || elements == weights.parameters);
  require(!weights.valid || file.contents.data_bytes <= file.bytes);
  for (const MetadataEntry& entry : file.contents.metadata)
    require(entry.byte <= file.bytes && entry.bytes <= file.bytes - entry.byte);
  for (const Diagnostic& item : notes.items()) require(!item.error.place.byte || *item.error.place.byte <= file.bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  SourceInfo info;
  info.name = "fuzz";
  const auto source = memory_source(info, {{"model.gguf", std::string(reinterpret_cast<const char*>(data), size)}});
  Diagnostics notes;
  std::vector<ScannedSource> sources;
  sources.push_back(scan(*source, notes));
  check(sources.front().files.front(), notes);
  static_cast<void>(weights::collect_weights(sources, notes));
  return 0;
}
