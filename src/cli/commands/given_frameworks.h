// Frameworks of a user's own: --framework FILE.
#pragma once

#include <optional>
#include <vector>

#include "cli/commands/commands.h"
#include "framework/rulebook.h"

namespace aboveboard::cli {

// All that --framework names, in order; nothing where one is not valid, which has been said on standard error.
std::optional<std::vector<Framework>> given_frameworks(const Call& call);

}  // namespace aboveboard::cli
