// identify() against an index of one's own: for tests that leave a license out.
#pragma once

#include "license/index.h"
#include "license/license.h"

namespace aboveboard::license {

std::vector<Match> identify_in(const Index& index, std::string_view text);

}  // namespace aboveboard::license
