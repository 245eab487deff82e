// What is in an archive, told in one pass over it. Internal to this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "source/archive/archive_reader.h"

namespace aboveboard {

struct ListedMember {
  std::string path;           // in the source
  std::string name;           // in the archive
  std::uint64_t bytes = 0;    // as announced
  std::uint64_t ordinal = 0;  // how many headers come before its own
  std::string head;           // its first bytes, kept from the pass
  bool whole = false;         // `head` is all that there is of it
  std::optional<std::uint64_t> stored_at;  // where it lies in the file as it is
  std::optional<Error> refused;            // why it is not read beyond `head`
};

struct ArchiveListing {
  std::vector<ListedMember> members;  // sorted by path
  std::string folder;                 // that all members lie in, with its slash; taken off their paths
  bool pytorch = false;               // a zip that PyTorch writes: one file to its loaders, not a folder
};

// Lists the members that are read; all others are noted. An error where not even the first header can be read: then it is rather a file.
Result<ArchiveListing> list_archive(ByteSource& bytes, ArchiveKind kind, Diagnostics& notes);

}  // namespace aboveboard
