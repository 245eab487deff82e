// Shards against their index: is every file there, and every tensor where the index says?
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::weights {

struct IndexCheck {
  std::uint64_t named = 0;    // shards that the index names
  std::uint64_t missing = 0;  // of those, files that are not here
  std::string first_missing;
  bool tensors_compared = false;  // the headers of all shards were read
  bool tensors_agree = true;
};

// Compares file.index with the files of `source` in its folder. Contradictions go to `notes` (format/index-...).
IndexCheck check_index(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes);

}  // namespace aboveboard::weights
