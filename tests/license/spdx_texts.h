// The SPDX texts of the npm package, for tests.
#pragma once

#include <map>
#include <string>

namespace aboveboard::testing {

// By id; empty where the package is not installed.
const std::map<std::string, std::string>& spdx_texts();

// `text` with its paragraphs wrapped anew at `width` columns.
std::string rewrapped(const std::string& text, std::size_t width);

}  // namespace aboveboard::testing
