#include "cli/commands/audited.h"

#include "audit/audit.h"
#include "base/suggest.h"
#include "cli/commands/given_licenses.h"
#include "cli/commands/records.h"
#include "cli/network.h"
#include "cli/output.h"
#include "cli/places.h"

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

AuditOptions read_options(const Invocation& given) {
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

Audited audit_given(const Call& call, bool complete) {
  const auto usage = [&](const std::string& message) { return complain(call, message), Audited{std::nullopt, kUsage}; };
  AuditOptions options = read_options(call.given);
  options.complete = options.complete || complete;
  if (options.targets.empty()) return usage(std::string(call.given.command->name) + " needs a target: a folder or a file of the release, or a repository on the hub (hf:owner/name)");
  if (!know_given_licenses(call)) return {std::nullopt, kUsage};
  Result<Places> places = places_of(call);
  if (!places) return usage(places.error().message);
  options.places = std::move(*places);
  Result<Report> report = audit(options);
  clear_progress(call.err);
  end_if_interrupted();
  if (report) return {std::move(*report), kDone};
  complain(call, to_string(report.error()) + (report.error().kind == ErrorKind::NotFound ? command_hint(call) : ""));
  return {std::nullopt, status_of(report.error())};
}

}  // namespace aboveboard::cli
