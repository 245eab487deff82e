// The SPDX texts of the npm package, for tests.
#pragma once

#include <map>
#include <string>

namespace aboveboard::testing {

struct SpdxText {
  std::string name, text;
};

// By id; empty where the package is not installed.
const std::map<std::string, SpdxText>& spdx_list();
// The same without names.
const std::map<std::string, std::string>& spdx_texts();

}  // namespace aboveboard::testing
