// Lineage: which releases and data this one says it is made from, whether its files agree about it, and what they share with a base that is here too.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "model/finding.h"
#include "model/release.h"

namespace aboveboard::lineage {

// Declared: card base_model, relation, tags and datasets, adapter_config.json, GGUF general.base_model.*, general.source.* and general.dataset.*, mergekit configurations, _name_or_path, a
// Modelfile's FROM. One edge a base, in the order of first mention, with the most telling relation and up to three pieces of evidence; data sets are edges of their own ("dataset",
// "datasets/owner/name" where it is an identity), and so is the base of an adapter or merge of which only a path on its author's disk is told. Sources of the roles Base and Data are not read. At most limits::kLineageMentions places are kept; contradictions() says so where there are more.
std::vector<Lineage> declared(const std::vector<ScannedSource>& sources);

// Where the files contradict each other about it: findings "lineage/...", each with the lines of both sides. Warnings where one of them must be wrong, notes where both may be right (docs/lineage.md).
std::vector<Finding> contradictions(const std::vector<ScannedSource>& sources, const std::vector<Lineage>& lineage);

struct CompareOptions {
  std::uint64_t bytes = 256u << 20;  // of tensors that are read, of both releases together: the smallest first
};

// What a release and a base of it share, strongest first and one proof of a kind: weight files that are the same bytes ("weights-file"), tensors besides norms ("tensors") and norms ("norms") that are
// equal bit for bit or, between F32, F16 and BF16, as numbers, tokenizers ("tokenizer"), chat templates ("template"). Where all weight files are the same, tensors are not looked at.
// Reads safetensors and GGUF of local files only; files on servers and pointers are compared by the digests they are listed with. What differs is said too (0 of n equal), where it could be
// compared; what could not be is left out, and noted ("lineage/not-compared", "lineage/compare-limit") where a reader would expect it.
std::vector<LineageProof> compare(const std::vector<ScannedSource>& release, const std::vector<ScannedSource>& base, const CompareOptions& options, Diagnostics& notes);

}  // namespace aboveboard::lineage
