// Beneath: finds and opens paths below one folder, following links only where they stay below it. Each step is taken from the descriptor of
// the step before, so that nothing that changes on the disk meanwhile can lead outside. Internal to this library.
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
  std::string name = {};    // File: of the file itself, behind all links
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
  // Opens a folder for reading; "" is the root.
  Result<FileHandle> open_folder(std::string_view path) const;
  // What is in a folder but hidden names, sorted by name, at most `limit` of them (nothing says which). NotFound, Unreadable.
  struct Item {
    std::string name;
    bool folder = false;  // itself, not through a link
  };
  Result<std::vector<Item>> items_in(std::string_view path, std::size_t limit) const;
  // Their names alone.
  Result<std::vector<std::string>> names_in(std::string_view path, std::size_t limit) const;
  // Reads a small file whole; "" where that is not possible.
  std::string read_small(std::string_view path, std::uint64_t limit) const;

 private:
  class Walker;
  FileHandle root_;
  std::vector<std::string> names_;
};

// Opens the folder at `location`. NotFound (also where it is no folder) or Unreadable.
Result<Beneath> open_beneath(const std::string& location);
// The absolute paths that mean the folder at `location`.
std::vector<std::string> names_of_folder(const std::string& location);
// `location` without links and relative parts; "" where there is nothing.
std::string canonical_path(const std::string& location);

// What a mode of stat() is, in words: "a named pipe".
std::string_view special_name(unsigned mode);

}  // namespace aboveboard
