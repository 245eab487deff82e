// What `license` and `inspect` share: opening the named files, turning what readers noted into records, writing them.
#pragma once

#include <functional>
#include <string>

#include "audit/digests.h"
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

DigestOptions digest_options(const Invocation& given);
// What the facts mean for the exit status: a broken promise, something that was named and not examined, or neither.
int status_of(const Facts& facts);
// The same for what could not be opened at all.
int status_of(const Error& error);

// Opens every argument and calls `read` with it; then writes the facts that `finish` completes. Returns the exit status: 2 where no file could be
// opened, 3 where something could not be examined.
int run_records(const Call& call, const RecordOptions& options, const std::function<void(const Source&, Facts&, Diagnostics&)>& read,
                const std::function<void(Facts&, Diagnostics&)>& finish);

}  // namespace aboveboard::cli
