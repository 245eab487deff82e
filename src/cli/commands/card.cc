// `aboveboard card [--suggest[=FILE]] TARGET...`
#include "report/card.h"

#include "cli/commands/audited.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "framework/card.h"

namespace aboveboard::cli {

int run_card(const Call& call) {
  const std::string file = call.given.value(FlagId::Suggest).value_or("");
  const Output to{Format::Text, file.empty() ? std::nullopt : std::optional(file)};
  if (const auto page = page_options(call, to); !page) return complain(call, page.error().message), kUsage;
  const Audited audited = audit_given(call);
  if (!audited.report) return audited.status;
  const std::vector<CardAdvice> advice = advise_card(*audited.report);
  const bool suggest = call.given.has(FlagId::Suggest);
  const bool written = write_outputs(call, {to}, [&](const Output&, const TerminalOptions& page) { return suggest ? write_card(*audited.report, advice) : write_card_page(*audited.report, advice, page); });
  return written ? status_of(audited.report->facts) : kUsage;
}

}  // namespace aboveboard::cli
