// Weight sets: the files that hold one copy of a model's weights together, such as the shards of one format in one
// folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "format/scan.h"

namespace aboveboard::weights {

struct WeightSet {
  const ScannedSource* source = nullptr;
  std::string folder;
  std::string format;
  std::string stem;                       // of the names, without "-00001-of-00002" and extension
  std::vector<const ScannedFile*> files;  // in order of path
  std::uint64_t shards = 0;               // as the names count ("-of-00030"); 0 for a set without numbers
  bool adapter = false;                   // added to a model that is elsewhere
  bool projector = false;                 // a part beside the model (mmproj)
};

// "model-00001-of-00030.safetensors" is number 1 of 30 of "model".
struct ShardName {
  std::string stem;
  std::uint64_t number = 0, count = 0;  // 0 where the name has none
};
ShardName read_shard_name(std::string_view path);

// All sets of all sources, in order of source, folder, format and stem.
std::vector<WeightSet> group_weights(const std::vector<ScannedSource>& sources);

// The sets that together are the model: of several copies in different formats or quantizations one, of a pipeline
// (model_index.json) one for each of its parts. Copies whose bytes are here go before pointers, formats that are read
// before others, then the copy nearest to the top, then the largest.
std::vector<const WeightSet*> choose_sets(const std::vector<ScannedSource>& sources,
                                          const std::vector<WeightSet>& sets);

}  // namespace aboveboard::weights
