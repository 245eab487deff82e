// The source that is a folder. Internal to this folder.
#pragma once

#include <memory>
#include <string>

#include "source/disk/file_handle.h"
#include "source/source.h"

namespace aboveboard {

// `folder` is open for reading; `info` holds name and location.
std::unique_ptr<Source> directory_source(FileHandle folder, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
