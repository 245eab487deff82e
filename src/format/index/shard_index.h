// The index of a model in several files (*.index.json): which tensor is in which file.
#pragma once

#include <string_view>

#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::format {

// Reads {"metadata": {"total_size": n}, "weight_map": {tensor: file}} into file.index. A broken index is noted
// (format/index-...) and leaves none.
void read_shard_index(std::string_view json, ScannedFile& file, Diagnostics& notes);

}  // namespace aboveboard::format
