#include "cli/commands/records.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "audit/noted.h"
#include "cli/network.h"
#include "cli/output.h"
#include "cli/places.h"
#include "report/report.h"

namespace aboveboard::cli {
DigestOptions digest_options(const Invocation& given) { return {given.has(FlagId::Digest), given.has(FlagId::Verify)}; }

int status_of(const Facts& facts) {
  const auto other_bytes = [](const Finding& finding) { return finding.level == FindingLevel::Error && finding.rule.starts_with("integrity/"); };
  if (std::any_of(facts.findings.begin(), facts.findings.end(), other_bytes)) return kIntegrityFailed;
  const auto& unseen = facts.not_examined;
  return std::any_of(unseen.begin(), unseen.end(), [](const NotExamined& item) { return item.named; }) ? kIncomplete : kDone;
}

int status_of(const Error& error) {
  switch (error.kind) {
    case ErrorKind::Internal: return kInternal;
    case ErrorKind::Integrity: return kIntegrityFailed;
    case ErrorKind::Unreadable:
    case ErrorKind::LimitReached:
    case ErrorKind::Malformed:
    case ErrorKind::Truncated:
    case ErrorKind::Unsupported:
    case ErrorKind::Denied:
    case ErrorKind::Unavailable:
    case ErrorKind::Canceled: return kIncomplete;
    case ErrorKind::NotFound:
    case ErrorKind::Usage: break;
  }
  return kUsage;
}

int run_records(const Call& call, const RecordOptions& options, const std::function<void(const Source&, Facts&, Diagnostics&)>& read,
                const std::function<void(Facts&, Diagnostics&)>& finish) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (call.given.arguments.empty()) return complain(call, std::string(call.given.command->name) + " needs a file"), kUsage;

  const Result<Places> places = places_of(call);
  if (!places) return complain(call, places.error().message), kUsage;
  Facts facts;
  Diagnostics notes;
  std::vector<std::unique_ptr<Source>> sources;
  int failed = kDone;
  for (const std::string& location : call.given.arguments) {
    auto source = open_named(location, *places, notes, facts);
    if (!source) {
      complain(call, to_string(source.error()));
      failed = status_of(source.error());
      continue;
    }
    read(**source, facts, notes);
    sources.push_back(std::move(*source));
  }
  clear_progress(call.err);
  end_if_interrupted();
  if (sources.empty()) return failed;
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
