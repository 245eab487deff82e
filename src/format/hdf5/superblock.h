// The superblock (specification II): where the root group is, and how wide addresses are. Internal to this folder.
#pragma once

#include <optional>

#include "format/hdf5/file.h"

namespace aboveboard::format::hdf5 {

struct Superblock {
  unsigned version = 0;
  std::uint64_t base = 0;                  // as the file says
  std::uint64_t end = 0;                   // of the file, as it says
  std::uint64_t root = kUndefined;         // object header of the root group
  std::uint64_t extension = kUndefined;    // object header
  std::uint64_t driver = kUndefined;       // driver information block: the file is one of several
  bool checksum_fits = true;
};

// Where the signature stands: 0, 512, 1,024, 2,048 ... up to `limit`.
std::optional<std::uint64_t> find_signature(ByteSource& bytes, std::uint64_t limit);

// Reads the superblock at file.base(), and sets the widths.
Result<Superblock> read_superblock(File& file);

}  // namespace aboveboard::format::hdf5
