// Beneath: finds and opens paths below one folder, following links only where they stay below it. Each step is taken from the descriptor of
// the step before, so that nothing that changes on the disk meanwhile can lead outside. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "source/disk/file_handle.h"

namespace aboveboard {

enum class Whereabouts {
  File,     // a regular file
  Folder,
  Special,  // a pipe, socket or device
  Leaves,   // through a link to somewhere that is not below the folder
  Loops,    // through more links than are followed
  Missing,
  Failed,   // the system refuses
};

struct Located {
  Whereabouts what = Whereabouts::Missing;
  std::uint64_t bytes = 0;  // File
  int error = 0;            // Failed and Missing: errno
};

class Beneath {
 public:
  // `root` is an open folder. `names` are the absolute paths under which it is known, for absolute links into it.
  Beneath(FileHandle root, std::vector<std::string> names) : root_(std::move(root)), names_(std::move(names)) {}

  int root() const { return root_.get(); }
  Located locate(std::string_view path) const;
  // Opens a regular file for reading. NotFound, Unreadable, or Unsupported where it is something else or lies elsewhere.
  struct OpenFile {
    FileHandle file;
    std::uint64_t bytes = 0;
  };
  Result<OpenFile> open_file(std::string_view path) const;
  // Reads a small file whole; "" where that is not possible.
  std::string read_small(std::string_view path, std::uint64_t limit) const;

 private:
  class Walker;
  FileHandle root_;
  std::vector<std::string> names_;
};

// What a mode of stat() is, in words: "a named pipe".
std::string_view special_name(unsigned mode);

}  // namespace aboveboard
