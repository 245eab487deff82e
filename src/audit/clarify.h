// Clarifications: which files of a release a caller's word about license texts is bound to, by path and SHA-256 (docs/adr/0016).
#pragma once

#include <vector>

#include "detect/detect.h"
#include "format/scan.h"
#include "model/report.h"

namespace aboveboard {

// The files that have the path and the bytes of a clarification. Adds one outcome for each clarification, in order. Reads the files of these paths whole, up to limits::kDocumentBytes.
std::vector<ClarifiedFile> clarify(const std::vector<ScannedSource>& sources, const std::vector<Clarification>& given, std::vector<ClarificationOutcome>& outcomes);

// A warning for each that has lapsed, with both digests.
std::vector<Finding> judge_clarifications(const std::vector<ClarificationOutcome>& outcomes);

}  // namespace aboveboard
