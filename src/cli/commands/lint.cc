// `aboveboard lint TARGET...`
#include "report/lint.h"

#include <algorithm>

#include "cli/commands/audited.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "framework/card.h"
#include "framework/lint.h"

namespace aboveboard::cli {

int run_lint(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  const Audited audited = audit_given(call, true);
  if (!audited.report) return audited.status;
  const std::vector<LintItem> items = lint(*audited.report, advise_card(*audited.report));
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    return output.format == Format::Json ? write_lint_json(*audited.report, items, tool_info()) : write_lint_page(*audited.report, items, page);
  });
  if (!written) return kUsage;
  const int status = status_of(audited.report->facts);
  const bool errors = std::any_of(items.begin(), items.end(), [](const LintItem& item) { return item.finding.level == FindingLevel::Error; });
  return status != kIntegrityFailed && errors ? kPolicyViolated : status;
}

}  // namespace aboveboard::cli
