// `aboveboard compare A B ...`
#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/commands/given_licenses.h"
#include "cli/commands/given_reports.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "cli/places.h"
#include "report/compare_writers.h"

namespace aboveboard::cli {
namespace {

constexpr std::size_t kLeast = 2, kMost = 12;

void tell_repeated(const Call& call) {
  std::set<std::string> met, told;
  for (const std::string& location : call.given.arguments) {
    if (!met.insert(location).second && told.insert(location).second) complain(call, location + " is given more than once");
  }
}

}  // namespace

int run_compare(const Call& call) {
  const std::vector<std::string>& locations = call.given.arguments;
  if (locations.size() < kLeast || locations.size() > kMost) {
    complain(call, "compare takes 2 to 12 releases: locations as `audit` takes them, or reports that it wrote (.json); here are " + std::to_string(locations.size()));
    return kUsage;
  }
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (!know_given_licenses(call)) return kUsage;
  const Result<Places> places = places_of(call);
  if (!places) return complain(call, places.error().message), kUsage;
  tell_repeated(call);

  std::vector<CompareInput> inputs;
  int status = kDone, failed = kDone;
  for (const std::string& location : locations) {
    Result<GivenReport> given = report_at(call, *places, location);
    if (given) {
      status = std::max(status, given->status);
      inputs.push_back({location, std::move(given->input.report), ""});
      continue;
    }
    complain(call, to_string(given.error()));
    if (failed == kDone) failed = status_of(given.error());
    inputs.push_back({location, std::nullopt, given.error().message});
  }
  if (std::none_of(inputs.begin(), inputs.end(), [](const CompareInput& input) { return input.report.has_value(); })) return failed;
  if (failed != kDone) status = std::max(status, static_cast<int>(kIncomplete));

  const Comparison comparison = compare(inputs);
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    return output.format == Format::Json ? write_json_comparison(comparison, tool_info()) : write_terminal_comparison(comparison, page, call.given.has(FlagId::All));
  });
  return written ? status : kUsage;
}

}  // namespace aboveboard::cli
