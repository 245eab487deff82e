// Files that a caller names beside releases: policies, baselines.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace aboveboard::cli {

// The whole file, also of a pipe. Usage where it is not there, cannot be read, or holds more than `limit` bytes; no more than that is read.
Result<std::string> read_whole_file(const std::string& path, std::uint64_t limit);

}  // namespace aboveboard::cli
