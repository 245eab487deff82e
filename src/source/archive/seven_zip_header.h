// The header of a 7z archive, as far as it says how much memory reading it takes. Internal to this folder.
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace aboveboard {

inline constexpr std::string_view kSevenZipMark("7z\xbc\xaf\x27\x1c", 6);

// libarchive keeps a record of each member that the header counts, and decompresses a header that is compressed to whatever size that says. LimitReached where that is more
// than limits::kSevenZipHeader; Malformed where the size cannot be told.
Status check_seven_zip_header(ByteSource& bytes);

}  // namespace aboveboard
