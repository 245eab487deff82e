#include "cli/commands/records.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "audit/noted.h"
#include "cli/output.h"
#include "report/report.h"

namespace aboveboard::cli {
DigestOptions digest_options(const Invocation& given) { return {given.has(FlagId::Digest), given.has(FlagId::Verify)}; }

int status_of(const Facts& facts) {
  if (std::any_of(facts.digests.begin(), facts.digests.end(), broken)) return kIntegrityFailed;
  const auto& unseen = facts.not_examined;
  return std::any_of(unseen.begin(), unseen.end(), [](const NotExamined& item) { return item.named; }) ? kIncomplete : kDone;
}

int run_records(const Call& call, const RecordOptions& options, const std::function<void(const Source&, Facts&, Diagnostics&)>& read,
                const std::function<void(Facts&, Diagnostics&)>& finish) {
  const Result<std::vector<Output>> outputs = read_outputs(call.given);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (const auto page = page_options(call, outputs->front()); !page) return complain(call, page.error().message), kUsage;
  if (call.given.arguments.empty()) return complain(call, std::string(call.given.command->name) + " needs a file"), kUsage;

  Facts facts;
  Diagnostics notes;
  std::vector<std::unique_ptr<Source>> sources;
  for (const std::string& location : call.given.arguments) {
    auto source = open_named(location, notes, facts);
    if (!source) {
      complain(call, to_string(source.error()));
      continue;
    }
    read(**source, facts, notes);
    sources.push_back(std::move(*source));
  }
  if (sources.empty()) return kUsage;
  finish(facts, notes);
  add_noted(notes, true, facts);
  name_as_given(sources, facts);

  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    if (output.format == Format::Json) return write_json_records(facts, tool_info(), options.licenses, options.weights);
    const std::string text = write_terminal_records(facts, page);
    return text.empty() ? options.nothing + "\n" : text;
  });
  return !written ? kUsage : status_of(facts);
}

}  // namespace aboveboard::cli
