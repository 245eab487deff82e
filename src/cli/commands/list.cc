// `aboveboard list [FOLDER...]`
#include <algorithm>

#include "audit/listing.h"
#include "audit/noted.h"
#include "cli/commands/commands.h"
#include "cli/commands/given_licenses.h"
#include "cli/output.h"
#include "cli/places.h"
#include "report/report.h"

namespace aboveboard::cli {

int run_list(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (!know_given_licenses(call)) return kUsage;
  Diagnostics notes;
  const std::vector<ListedRelease> releases = list_releases(stores_of(call.around), call.given.arguments, notes);
  Facts noted;
  add_noted(notes, true, noted);
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    if (output.format == Format::Json) return write_json_list(releases, noted.not_examined, tool_info());
    return releases.empty() ? std::string("no releases in the stores of this machine") + (call.given.arguments.empty() ? "; name folders to look through\n" : " and the folders given\n") : write_terminal_list(releases, page);
  });
  if (!written) return kUsage;
  for (const NotExamined& item : noted.not_examined) complain(call, item.what + ": " + item.why);
  const auto failed = [](const ListedRelease& release) { return !release.failure.empty(); };
  return !noted.not_examined.empty() || std::any_of(releases.begin(), releases.end(), failed) ? kIncomplete : kDone;
}

}  // namespace aboveboard::cli
