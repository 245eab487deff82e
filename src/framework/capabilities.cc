#include "framework/framework.h"

namespace aboveboard {

std::vector<Capability> answer_capabilities(const Facts&) { return {}; }

}  // namespace aboveboard
