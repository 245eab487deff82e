// B-trees of HDF5 (specification III.A): version 1 for old groups and chunks, version 2 for the rest. Internal to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "format/hdf5/file.h"

namespace aboveboard::format::hdf5 {

// Visits one entry; an error ends the walk.
using LeafVisitor = std::function<Status(std::string_view key, std::uint64_t child)>;

// All entries of the leaves of a version 1 tree of this type (0: groups, 1: chunks), whose keys have `key_bytes`.
Status walk_btree1(File& file, std::uint64_t address, unsigned type, std::uint64_t key_bytes, const LeafVisitor& visit);

using RecordVisitor = std::function<Status(std::string_view record)>;

struct BTree2Walk {
  unsigned type = 0;
  bool checksums_fit = true;
};
// All records of a version 2 tree, in order. Malformed where it is of another type than `walk.type`.
Status walk_btree2(File& file, std::uint64_t address, BTree2Walk& walk, const RecordVisitor& visit);

}  // namespace aboveboard::format::hdf5
