// What the system's errors are called here. Internal to this folder.
#pragma once

#include <string_view>

#include "base/file_handle.h"
#include "base/result.h"

namespace aboveboard {

// The error for what the system answered (an errno) about `path`.
Error system_error(int number, std::string_view path);

}  // namespace aboveboard
