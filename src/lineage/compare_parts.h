// The parts of compare(), each for one kind of thing that a release and its base may share. Internal to this folder.
#pragma once

#include <optional>
#include <vector>

#include "lineage/lineage.h"
#include "lineage/same_bytes.h"

namespace aboveboard::lineage {

using FileRefs = std::vector<FileRef>;

// What the parts share.
struct Comparison {
  FileRefs release, base;  // all files, in the order of sources and paths
  ReadBudget& budget;
  Diagnostics& notes;
};

// Weight files that are the same bytes; nothing where none could be held against another. `all`: every weight file of the release is one of the base's.
std::optional<LineageProof> compare_weight_files(const Comparison& comparison, bool& all);
// Tensors besides norms, then norms.
std::vector<LineageProof> compare_tensors(const Comparison& comparison);
std::optional<LineageProof> compare_tokenizers(const Comparison& comparison);
std::optional<LineageProof> compare_templates(const Comparison& comparison);

// Notes about the comparison as a whole, said of the release's first weight file.
void note_limit(const Comparison& comparison, std::string message);
void note_not_compared(const Comparison& comparison, std::string message);

// "3 tensors", "1 tensor".
std::string count_of(std::uint64_t count, std::string_view one, std::string_view many);
// "no tensor of 3 compared is", "2 of 3 tensors are", "all 3 tensors are", "the one tensor is".
std::string share_of(std::uint64_t equal, std::uint64_t compared, std::string_view one, std::string_view many);

}  // namespace aboveboard::lineage
