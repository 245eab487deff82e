// `aboveboard audit [TARGET...]`
#include "cli/commands/audited.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "report/report.h"

namespace aboveboard::cli {

int run_audit(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) {
    complain(call, outputs.error().message);
    return kUsage;
  }
  const Audited audited = audit_given(call);
  if (!audited.report) return audited.status;
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    if (output.format == Format::Json) return write_json(*audited.report, tool_info());
    TerminalOptions detailed = page;
    detailed.detail = call.given.has(FlagId::Detail);
    return write_terminal(*audited.report, detailed);
  });
  return written ? status_of(audited.report->facts) : kUsage;
}

}  // namespace aboveboard::cli
