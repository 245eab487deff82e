// What `license` and `inspect` share: opening the named files, turning what readers noted into records, writing them.
#pragma once

#include <functional>
#include <string>

#include "base/diagnostics.h"
#include "cli/commands/commands.h"
#include "model/report.h"
#include "source/source.h"

namespace aboveboard::cli {

struct RecordOptions {
  bool licenses = false;
  bool weights = false;
  std::string nothing;  // said on the page where there is nothing to show
};

// Opens every argument and calls `read` with it; then writes the facts that `finish` completes. Returns the exit status: 2 where no file could be
// opened, 3 where something could not be examined.
int run_records(const Call& call, const RecordOptions& options, const std::function<void(const Source&, Facts&, Diagnostics&)>& read,
                const std::function<void(Facts&, Diagnostics&)>& finish);

}  // namespace aboveboard::cli
