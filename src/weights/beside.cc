#include "weights/beside.h"

#include <algorithm>
#include <string>

namespace aboveboard::weights {

const ScannedFile* find_file(const ScannedSource& source, std::string_view path) {
  const auto found = std::lower_bound(source.files.begin(), source.files.end(), path,
                                      [](const ScannedFile& file, std::string_view value) { return file.path < value; });
  return found != source.files.end() && found->path == path ? &*found : nullptr;
}

const ScannedFile* find_beside(const ScannedSource& source, std::string_view folder, std::string_view name) {
  return folder.empty() ? find_file(source, name) : find_file(source, std::string(folder) + "/" + std::string(name));
}

}  // namespace aboveboard::weights
