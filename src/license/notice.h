// Headers and notices that name a license without holding its text: "Licensed under the Apache License, Version 2.0 ...",
// SPDX-License-Identifier lines, the notices of the GNU licenses.
#pragma once

#include <vector>

#include "license/match.h"

namespace aboveboard::license {

std::vector<Match> find_notices(const TextView& view);

}  // namespace aboveboard::license
