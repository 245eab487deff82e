// `aboveboard inspect FILE...`
#include "audit/inspect.h"

#include <vector>

#include "cli/commands/records.h"

namespace aboveboard::cli {

int run_inspect(const Call& call) {
  InspectOptions options;
  options.digests = digest_options(call.given);
  options.tensors = call.given.has(FlagId::Tensors);
  std::vector<ScannedSource> scanned;
  return run_records(
      call, {.licenses = false, .weights = true, .nothing = "no weights here"},
      [&](const Source& source, Facts&, Diagnostics& notes) { scanned.push_back(inspect_source(source, notes)); },
      [&](Facts& facts, Diagnostics& notes) { inspect_scanned(scanned, options, facts, notes); });
}

}  // namespace aboveboard::cli
