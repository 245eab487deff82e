// `aboveboard audit [TARGET...]`
#include "audit/audit.h"

#include <algorithm>

#include "cli/commands/audit_options.h"
#include "cli/commands/commands.h"
#include "cli/commands/given_licenses.h"
#include "cli/commands/records.h"
#include "cli/network.h"
#include "cli/output.h"
#include "cli/places.h"
#include "base/suggest.h"
#include "report/report.h"

namespace aboveboard::cli {
namespace {

std::optional<Role> role_of(FlagId id) {
  switch (id) {
    case FlagId::Weights: return Role::Weights;
    case FlagId::Code: return Role::Code;
    case FlagId::Data: return Role::Data;
    case FlagId::Docs: return Role::Docs;
    case FlagId::Base: return Role::Base;
    default: return std::nullopt;
  }
}

}  // namespace

AuditOptions audit_options(const Invocation& given) {
  AuditOptions options;
  for (const std::string& target : given.arguments) options.targets.push_back({target, std::nullopt});
  for (const GivenFlag& item : given.flags) {
    if (const auto role = role_of(item.id)) options.targets.push_back({item.value, role});
  }
  options.name = given.value(FlagId::Name).value_or("");
  options.complete = given.has(FlagId::Complete);
  options.follow = given.has(FlagId::Follow);
  options.digests = digest_options(given);
  return options;
}

namespace {

// Where no command was named and the target is not there, a command may have been meant.
std::string command_hint(const Call& call) {
  if (!call.given.implied || call.given.arguments.empty()) return "";
  std::vector<std::string> names;
  for (const Command& command : all_commands()) {
    if (command.name.find(' ') == std::string_view::npos) names.emplace_back(command.name);
  }
  return did_you_mean(call.given.arguments.front(), names);
}

}  // namespace

int run_audit(const Call& call) {
  AuditOptions options = audit_options(call.given);
  if (options.targets.empty()) {
    complain(call, "audit needs a target: a folder or a file of the release, or a repository on the hub (hf:owner/name)");
    return kUsage;
  }
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) {
    complain(call, outputs.error().message);
    return kUsage;
  }
  if (!know_given_licenses(call)) return kUsage;
  Result<Places> places = places_of(call);
  if (!places) {
    complain(call, places.error().message);
    return kUsage;
  }
  options.places = std::move(*places);
  const Result<Report> report = audit(options);
  clear_progress(call.err);
  end_if_interrupted();
  if (!report) {
    complain(call, to_string(report.error()) + (report.error().kind == ErrorKind::NotFound ? command_hint(call) : ""));
    return status_of(report.error());
  }
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& page) {
    return output.format == Format::Json ? write_json(*report, tool_info()) : write_terminal(*report, page);
  });
  if (!written) return kUsage;
  return status_of(report->facts);
}

}  // namespace aboveboard::cli
