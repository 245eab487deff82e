// Headers and notices that name a license without holding its text: "Licensed under the Apache License, Version 2.0 ...",
// SPDX-License-Identifier lines, the notices of the GNU licenses.
#pragma once

#include <vector>

#include "license/match.h"

namespace aboveboard::license {

// Notices outside of `explained` (in order), which are texts: what a license says of other licenses gives none. SPDX identifiers are found everywhere.
std::vector<Match> find_notices(const TextView& view, const std::vector<Found>& explained);

}  // namespace aboveboard::license
