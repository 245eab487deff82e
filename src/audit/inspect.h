// Inspection: weight files by themselves, without the release around them.
#pragma once

#include <string>
#include <vector>

#include "audit/digests.h"
#include "base/result.h"
#include "format/scan.h"
#include "model/report.h"
#include "source/source.h"

namespace aboveboard {

struct InspectOptions {
  DigestOptions digests;
  bool tensors = false;  // list every tensor with dtype and shape
};

// Reads one source. A file that is the source itself was named by the caller: where no reader takes it, that is noted.
ScannedSource inspect_source(const Source& source, Diagnostics& notes);

// What the sources hold together, into facts.weights, facts.digests and facts.findings. What was noted is added by add_noted().
void inspect_scanned(const std::vector<ScannedSource>& scanned, const InspectOptions& options, Facts& facts, Diagnostics& notes);

}  // namespace aboveboard
