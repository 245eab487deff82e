// `aboveboard inspect FILE...`
#include <vector>

#include "cli/commands/records.h"
#include "format/scan.h"
#include "weights/weights.h"

namespace aboveboard::cli {

int run_inspect(const Call& call) {
  std::vector<ScannedSource> scanned;
  return run_records(
      call, {.licenses = false, .weights = true, .nothing = "no weights here"},
      [&](const Source& source, Facts&, Diagnostics& notes) { scanned.push_back(scan(source, notes)); },
      [&](Facts& facts, Diagnostics& notes) { facts.weights = weights::collect_weights(scanned, notes); });
}

}  // namespace aboveboard::cli
