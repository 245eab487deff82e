// Licenses that the user brings: --licenses.
#pragma once

#include "cli/commands/commands.h"

namespace aboveboard::cli {

// Reads every file that --licenses names, and makes its license known. False for a path that is not there or that holds no such file, and for a file that
// is none; the reason, with its line, is on call.err.
bool know_given_licenses(const Call& call);

}  // namespace aboveboard::cli
