// What the directory of a zip lists, read by itself: libarchive drops entries that lead to one place, ends names at a NUL, and does not say how large members are as they are
// stored. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/bytes.h"

namespace aboveboard {

class ZipDirectory {
 public:
  // `records` are those of the directory, as they are in the file.
  explicit ZipDirectory(std::string records);
  ZipDirectory(const ZipDirectory&) = delete;  // names refer to the records
  ZipDirectory& operator=(const ZipDirectory&) = delete;

  std::uint64_t entries() const { return entries_; }
  // The first such name, "" where there is none.
  std::string_view name_with_nul() const { return name_with_nul_; }
  // Is there an entry of this name, and are all of them stored without compression, in as many bytes as they say they have?
  bool is_stored(std::string_view name) const;

 private:
  const std::string records_;
  std::uint64_t entries_ = 0;
  std::string_view name_with_nul_;
  std::unordered_map<std::string_view, bool> stored_;  // only looked up, never gone through
};

// Nothing where no directory is found in the way that libarchive finds it, or where it is larger than limits::kArchiveDirectoryBytes.
std::unique_ptr<const ZipDirectory> read_zip_directory(ByteSource& bytes);

}  // namespace aboveboard
