#include "detect/detect.h"

namespace aboveboard {

std::vector<Measure> detect_measures(const Scope&, const Weights&, const std::vector<Statement>&) { return {}; }

}  // namespace aboveboard
