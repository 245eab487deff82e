// `aboveboard diff OLD NEW`
#include <algorithm>
#include <string_view>
#include <vector>

#include "base/suggest.h"
#include "cli/commands/commands.h"
#include "cli/commands/given_licenses.h"
#include "cli/commands/given_reports.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "cli/places.h"
#include "report/diff_writers.h"

namespace aboveboard::cli {
namespace {

constexpr std::string_view kLessOpen = "less-open";

int fail_with(const Call& call, const Error& error) {
  complain(call, to_string(error));
  return status_of(error);
}

}  // namespace

int run_diff(const Call& call) {
  const std::vector<std::string>& locations = call.given.arguments;
  if (locations.size() != 2) {
    complain(call, "diff takes two reports, the older one first: files that `audit --format json` wrote (.json), or locations; here are " + std::to_string(locations.size()));
    return kUsage;
  }
  const auto fail_on = call.given.value(FlagId::FailOn);
  if (fail_on && fail_on != kLessOpen) {
    const std::string hint = did_you_mean(*fail_on, {std::string(kLessOpen)});
    complain(call, "--fail-on takes less-open, not " + *fail_on + hint);
    return kUsage;
  }
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (!know_given_licenses(call)) return kUsage;
  const Result<Places> places = places_of(call);
  if (!places) return complain(call, places.error().message), kUsage;

  const Result<GivenReport> before = report_at(call, *places, locations[0]);
  if (!before) return fail_with(call, before.error());
  const Result<GivenReport> after = report_at(call, *places, locations[1]);
  if (!after) return fail_with(call, after.error());

  const Difference found = difference(before->input, after->input);
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    return output.format == Format::Json ? write_json_difference(before->input, after->input, found, tool_info()) : write_terminal_difference(before->input, after->input, found, page);
  });
  if (!written) return kUsage;
  if (fail_on && found.less_open) return kPolicyViolated;
  return std::max(before->status, after->status);
}

}  // namespace aboveboard::cli
