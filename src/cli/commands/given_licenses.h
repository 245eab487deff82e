// Licenses that the user brings: --licenses.
#pragma once

#include "cli/parse.h"

namespace aboveboard::cli {

// Reads every file that --licenses names, and makes its license known. Usage for a path that is not there or that holds no such file, Malformed with
// the line for a file that is none.
Status know_given_licenses(const Invocation& given);

}  // namespace aboveboard::cli
