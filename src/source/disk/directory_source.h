// The source that is a folder. Internal to this library.
#pragma once

#include <memory>

#include "source/disk/beneath.h"
#include "source/source.h"

namespace aboveboard {

// `info` holds name and location.
std::unique_ptr<Source> directory_source(Beneath folder, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
