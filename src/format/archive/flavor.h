// What kind of archive it is, by the names of its members: said in reports, and no verdict rests on it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::format {

// "nemo", "torchserve", "skops", "mlpackage", "llamafile", "mlflow", "apk", "jar", "wheel", "ooxml", "epub"; "" for any other. Folders
// may be spelled with either slash and in any case; a single folder round all of it is passed over.
std::string_view archive_flavor(const std::vector<std::string>& member_names);

}  // namespace aboveboard::format
