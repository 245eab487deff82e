// FoundTensors: the tensors that the files of one set hold, or an index places in them, by the hash of the name that an architecture has for them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "format/name_hash.h"
#include "format/scan.h"
#include "weights/quantization.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

class FoundTensors {
 public:
  struct Entry {
    std::uint32_t file = 0;  // into the files that were read, or kIndexed
    std::uint32_t row = 0;   // in the file's table, or of the index's entries
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
  std::size_t find(std::string_view name) const {
    const std::uint64_t hash = format::hash_name(name);
    for (std::size_t at = static_cast<std::size_t>(hash) & mask_; slots_[at].entry != 0; at = (at + 1) & mask_)
      if (slots_[at].tag == static_cast<std::uint32_t>(hash >> 32) && (!ambiguous_ || hashes_[slots_[at].entry - 1] == hash)) return slots_[at].entry - 1;
    return kNone;
  }
  void match(std::size_t at) { matched_[at] = true; }
  bool matched(std::size_t at) const { return matched_[at]; }
  const Entry& entry(std::size_t at) const { return entries_[at]; }
  // Has the entry, which is not known by the index alone, this shape?
  bool has_shape(std::size_t at, std::span<const std::uint64_t> shape) {
    const std::uint32_t number = shape_number(shape);
    if (number != kNoShape) return shape_of_[at] == number;
    const std::span<const std::uint64_t> own = files_[entries_[at].file]->contents.tensors.shape(entries_[at].row);
    return std::equal(own.begin(), own.end(), shape.begin(), shape.end());
  }
  // Of an entry from a header.
  Tensor tensor(const Entry& entry) const { return files_[entry.file]->contents.tensors[entry.row]; }
  const ScannedFile& file(const Entry& entry) const { return *files_[entry.file]; }

 private:
  // Half of the hash is enough to tell most names apart, and keeps the table of a large model in the cache.
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t entry = 0;  // 1-based; 0 is free
  };
  void add_file(const ScannedFile& file, const Quantization* quantization);
  void add_index(const WeightSet& set, const ShardIndex& index);
  // False where names were made to collide.
  bool add(std::uint64_t hash, Entry entry, std::uint32_t shape);
  // The number of this shape, the same for the same shape; kNoShape where there are more than kShapes different ones.
  std::uint32_t shape_number(std::span<const std::uint64_t> shape);
  static constexpr std::uint32_t kNoShape = UINT32_MAX;
  static constexpr std::size_t kShapes = 65'536;
  // A model has a few dozen different shapes: most are found in the place that their sizes give.
  struct KnownShape {
    std::vector<std::uint64_t> shape;
    std::uint32_t number = kNoShape;
  };

  std::vector<const ScannedFile*> files_;
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> hashes_;    // of the entries' names
  std::vector<std::uint32_t> shape_of_;  // the number of each entry's
  std::vector<bool> matched_;            // each entry
  std::vector<Slot> slots_;              // open addressing, a power of two
  std::size_t mask_ = 0;
  std::map<std::vector<std::uint64_t>, std::uint32_t> shapes_;
  std::array<KnownShape, 256> recent_;
  bool partial_ = false, indexed_ = false;
  bool ambiguous_ = false;               // two names have the same tag
};

}  // namespace aboveboard::weights
