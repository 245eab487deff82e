#include "data/embedded.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

// The content of all files, one behind the other (assembled from the generated blob).
extern "C" const char aboveboard_embedded_data[];

namespace aboveboard::data {
namespace {

struct IndexRow {
  const char* path;
  std::uint64_t offset;
  std::uint64_t bytes;
  std::uint64_t packed_offset;  // behind where the packed ones begin
  std::uint64_t packed_bytes;
};

// kIndex (sorted by path, closed by a row without a path, whose offset is where the packed ones begin) and kDigest; written by tools/compile_data.
#include "embedded_index.inc"

}  // namespace

const std::vector<EmbeddedFile>& embedded_files() {
  static const std::vector<EmbeddedFile> kFiles = [] {
    std::vector<EmbeddedFile> files;
    const char* const packed = aboveboard_embedded_data + std::prev(std::end(kIndex))->offset;
    for (const IndexRow* row = kIndex; row->path != nullptr; ++row) {
      files.push_back({row->path, {aboveboard_embedded_data + row->offset, row->bytes}, {packed + row->packed_offset, row->packed_bytes}});
    }
    return files;
  }();
  return kFiles;
}

std::vector<EmbeddedFile> embedded_below(std::string_view folder) {
  std::vector<EmbeddedFile> below;
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.path.starts_with(folder)) below.push_back(file);
  }
  return below;
}

std::string_view embedded_version() { return kDigest; }

}  // namespace aboveboard::data
