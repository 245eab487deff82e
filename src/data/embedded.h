// The YAML files of data/, compiled into the binary as JSON at build time (tools/compile_data): nothing is parsed until it is asked for.
#pragma once

#include <string_view>
#include <vector>

namespace aboveboard::data {

struct EmbeddedFile {
  std::string_view path;  // below data/, such as "components/training-code.yaml"
  std::string_view json;  // its content as JSON, one value
  std::string_view packed = {};  // the same for unpack() (data/packed.h): what loading takes
};

// All embedded files, sorted by path.
const std::vector<EmbeddedFile>& embedded_files();
// Those below a folder, such as "components/".
std::vector<EmbeddedFile> embedded_below(std::string_view folder);
// A digest of all embedded data, in hexadecimal: tool.data_version in reports.
std::string_view embedded_version();

}  // namespace aboveboard::data
