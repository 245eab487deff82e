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
    return output.format == Format::Json ? write_json(*audited.report, tool_info()) : write_terminal(*audited.report, page);
  });
  return written ? status_of(audited.report->facts) : kUsage;
}

}  // namespace aboveboard::cli
