// The index of this binary and the licenses that a user taught, as one.
#pragma once

#include "license/index.h"

namespace aboveboard::license {

const Index& known_index();

}  // namespace aboveboard::license
