// Danger: what stands in the files of a release that a loader would import, call, open or run, and should not.
#pragma once

#include <vector>

#include "format/scan.h"
#include "model/finding.h"

namespace aboveboard {

// Findings by source, file, member and byte. "danger/..." (errors): loading the file, in some loader that exists, would do what no model needs. "loads-code/..."
// (warnings and notes): loading it runs the code of a library, an operator of somebody else's, or the release's own Python files. "template/...": worth a look in
// chat templates. One finding for each rule and member: the first few names, and how many more.
std::vector<Finding> judge(const std::vector<ScannedSource>& sources);

}  // namespace aboveboard
