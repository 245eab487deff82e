// Lists the regular files below a folder, without leaving the root that it lies under. Internal to this library.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "source/disk/beneath.h"
#include "source/source.h"

namespace aboveboard {

// Adds the files below `folder` ("" for the root itself), with their paths from the root, sorted; without the folders of version control. Links count as the files that they
// lead to. What is passed over is noted as NotExamined (Source::files).
void list_beneath(const Beneath& beneath, const std::string& folder, std::vector<FileEntry>& files, Diagnostics& notes);

void sort_by_path(std::vector<FileEntry>& files);

// The sum of their sizes, at most 2^64 - 1: sparse files may claim any size.
std::uint64_t total_bytes(const std::vector<FileEntry>& files);

}  // namespace aboveboard
