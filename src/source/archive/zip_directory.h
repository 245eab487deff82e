// What the directory of a zip lists, counted by itself: libarchive drops entries that lead to one place, and ends names at a NUL. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"

namespace aboveboard {

struct ZipDirectory {
  std::uint64_t entries = 0;
  std::string name_with_nul;  // the first such name, "" where there is none
};

// Nothing where no directory is found in the way that libarchive finds it, or where it is larger than limits::kArchiveDirectoryBytes.
std::optional<ZipDirectory> read_zip_directory(ByteSource& bytes);

}  // namespace aboveboard
