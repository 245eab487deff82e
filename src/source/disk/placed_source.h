// The source whose files lie below one folder of this disk, under their own paths or under others, as in a store of blobs. Internal to this library.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "source/disk/beneath.h"
#include "source/source.h"

namespace aboveboard {

// `files` are sorted by path. `places` says where each lies below the root, in the same order; where it is empty each lies at its path.
// `info` holds all but the number and size of the files.
std::unique_ptr<Source> placed_source(Beneath root, SourceInfo info, std::vector<FileEntry> files, std::vector<std::string> places);

}  // namespace aboveboard
