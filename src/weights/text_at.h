// Texts that were not kept, read again for a message.
#pragma once

#include <cstdint>
#include <string>

#include "format/scan.h"

namespace aboveboard::weights {

// The JSON string that stands at `byte` of a file, clipped; "" where it cannot be read.
std::string text_at(const ScannedSource& source, const std::string& path, std::uint64_t byte);

}  // namespace aboveboard::weights
