// Lineage: which releases and data this one says it is made from, whether its files agree about it, and what they share with a base that is here too.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "model/finding.h"
#include "model/release.h"

namespace aboveboard::lineage {

// Declared: card base_model and relation, adapter_config.json, GGUF general.base_model.* and general.dataset.*, mergekit configurations, _name_or_path, a Modelfile's FROM.
// One edge a base, in the order of first mention; sources of the role Base are not read.
std::vector<Lineage> declared(const std::vector<ScannedSource>& sources);

// Where the files contradict each other about it: findings "lineage/...", each with the lines of both sides.
std::vector<Finding> contradictions(const std::vector<ScannedSource>& sources, const std::vector<Lineage>& lineage);

struct CompareOptions {
  std::uint64_t bytes = 256u << 20;  // of tensors that are read, of both releases together: the smallest first
};

// What a release and a base of it share, strongest first: weight files of equal digest, tensors equal bit for bit, norms left untouched, tokenizers, chat templates. Reads tensors of
// local files only. What differs is said too (0 of n equal), where it could be compared; what could not be is left out, and noted where a reader would expect it.
std::vector<LineageProof> compare(const std::vector<ScannedSource>& release, const std::vector<ScannedSource>& base, const CompareOptions& options, Diagnostics& notes);

}  // namespace aboveboard::lineage
