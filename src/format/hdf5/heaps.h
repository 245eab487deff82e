// Heaps of HDF5 (specification III.D, E and G): names of old groups, values of variable length, links and attributes of large objects.
// Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "format/hdf5/file.h"

namespace aboveboard::format::hdf5 {

// Names of a symbol table, by their offset.
class LocalHeap {
 public:
  static Result<LocalHeap> open(File& file, std::uint64_t address);
  Result<std::string> text(File& file, std::uint64_t offset) const;

 private:
  std::uint64_t data_ = 0;
  std::uint64_t size_ = 0;
};

struct GlobalObject {
  std::uint64_t address = 0;
  std::uint64_t size = 0;
};
// Where the object of this index in the collection at `address` lies.
Result<GlobalObject> find_global_object(File& file, std::uint64_t address, std::uint32_t index);

struct HeapObject {
  std::string bytes;
  std::uint64_t address = 0;
};

// The heap of dense links and attributes: blocks in rows that double.
class FractalHeap {
 public:
  static Result<FractalHeap> open(File& file, std::uint64_t address);
  Result<HeapObject> object(File& file, std::string_view id) const;
  bool checksums_fit() const { return checksums_fit_; }

 private:
  struct Place {
    std::uint64_t address = 0;
    std::uint64_t room = 0;
  };
  Result<Place> find_managed(File& file, std::uint64_t offset) const;
  Result<HeapObject> managed(File& file, std::string_view id) const;
  Result<HeapObject> huge(File& file, std::string_view id) const;
  std::uint64_t row_size(std::uint64_t row) const { return row == 0 ? start_ : start_ << (row - 1); }
  unsigned offset_width() const { return (heap_bits_ + 7) / 8; }

  std::uint64_t id_length_ = 0;
  std::uint64_t largest_ = 0;  // of a managed object
  std::uint64_t huge_tree_ = kUndefined;
  std::uint64_t width_ = 0;    // blocks in a row
  std::uint64_t start_ = 0;    // bytes of a block in the first row
  std::uint64_t largest_direct_ = 0;
  unsigned heap_bits_ = 0;
  std::uint64_t root_ = kUndefined;
  std::uint64_t root_rows_ = 0;
  bool filtered_ = false;
  bool checksums_fit_ = true;
};

}  // namespace aboveboard::format::hdf5
