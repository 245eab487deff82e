// The files beside a file.
#pragma once

#include <string_view>

#include "format/scan.h"

namespace aboveboard::weights {

// The file of this path in the source, or nullptr. Files are in order of path.
const ScannedFile* find_file(const ScannedSource& source, std::string_view path);
// The file of this name (it may lie in folders below) in a folder, "" being the top.
const ScannedFile* find_beside(const ScannedSource& source, std::string_view folder, std::string_view name);

}  // namespace aboveboard::weights
