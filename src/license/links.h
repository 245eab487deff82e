// Licenses that are meant by the address of their text.
#pragma once

#include <string_view>
#include <vector>

#include "license/license.h"

namespace aboveboard::license {

// Appends the licenses whose well-known addresses stand in `text`.
void add_link_names(std::string_view text, std::vector<NameInText>& names);

}  // namespace aboveboard::license
