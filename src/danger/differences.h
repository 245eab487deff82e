// Differences: the chat template of a release stands in several places; loaders take one or another.
#pragma once

#include <vector>

#include "format/scan.h"
#include "model/finding.h"

namespace aboveboard::danger {

// A note ("template/differs") for each default template that is not that of its folder, or, for a header, not that of the release. Line ends and blanks at the
// end do not count. Evidence: both places.
std::vector<Finding> template_differences(const std::vector<ScannedSource>& sources);

}  // namespace aboveboard::danger
