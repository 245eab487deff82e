// FoundTensors: the tensors that the files of one set hold, or an index places in them, by the hash of the name that an architecture has for them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "format/scan.h"
#include "weights/quantization.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

class FoundTensors {
 public:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t file = 0;      // into files(), or kIndexed
    std::uint32_t row = 0;       // in the file's table, or of the index's entries
    bool matched = false;
  };
  static constexpr std::uint32_t kIndexed = UINT32_MAX;  // named by the index; its file is not here
  static constexpr std::size_t kNone = SIZE_MAX;

  // From the files' headers, and from `index` (nullptr where there is none) for the files that were not read. Linear.
  FoundTensors(const WeightSet& set, const ShardIndex* index, const Quantization* quantization);

  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }
  // Some file has tensors that are not in its table (a limit), or was not read and no index tells of it: nothing can be said to be missing.
  bool partial() const { return partial_; }
  // Some are known by the index alone, under the names that they are stored by.
  bool indexed() const { return indexed_; }
  // The entry of this name, or kNone. Tensors that are parts of others have no entry.
  std::size_t find(std::string_view name) const;
  Entry& entry(std::size_t at) { return entries_[at]; }
  const Entry& entry(std::size_t at) const { return entries_[at]; }
  // Of an entry from a header.
  Tensor tensor(const Entry& entry) const { return files_[entry.file]->contents.tensors[entry.row]; }
  const ScannedFile& file(const Entry& entry) const { return *files_[entry.file]; }

 private:
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t entry = 0;  // 1-based; 0 is free
  };
  void add_file(const ScannedFile& file, const Quantization* quantization);
  void add_index(const WeightSet& set, const ShardIndex& index);
  void build_table();
  std::size_t find_hash(std::uint64_t hash) const;

  std::vector<const ScannedFile*> files_;
  std::vector<Entry> entries_;
  std::vector<Slot> slots_;  // open addressing, a power of two
  bool partial_ = false, indexed_ = false;
};

}  // namespace aboveboard::weights
