#include "cli/commands/audited.h"

#include "base/suggest.h"
#include "cli/asked.h"
#include "cli/commands/given_frameworks.h"
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
    if (item.id == FlagId::Assert) options.asserted.push_back(item.value);
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

std::optional<AuditOptions> options_given(const Call& call) {
  const auto wrong = [&](const std::string& message) -> std::optional<AuditOptions> { return complain(call, message), std::nullopt; };
  AuditOptions options = read_options(call.given);
  if (options.targets.empty()) return wrong(std::string(call.given.command->name) + " needs a target: a folder or a file of the release, or a repository on the hub (hf:owner/name)");
  const Result<Asked> asked = read_asked(call.given);
  if (!asked) return wrong(asked.error().message);
  options.asked = *asked;
  if (!know_given_licenses(call)) return std::nullopt;
  std::optional<std::vector<Framework>> frameworks = given_frameworks(call);
  if (!frameworks) return std::nullopt;
  options.frameworks = std::move(*frameworks);
  Result<Places> places = places_of(call);
  if (!places) return wrong(places.error().message);
  options.places = std::move(*places);
  return options;
}

int audit_failed(const Call& call, const Error& error) {
  complain(call, to_string(error) + (error.kind == ErrorKind::NotFound ? command_hint(call) : ""));
  return status_of(error);
}

Audited audit_given(const Call& call, bool complete) {
  std::optional<AuditOptions> options = options_given(call);
  if (!options) return {std::nullopt, kUsage};
  options->complete = options->complete || complete;
  Result<Report> report = audit(*options);
  clear_progress(call.err);
  end_if_interrupted();
  if (report) return {std::move(*report), kDone};
  return {std::nullopt, audit_failed(call, report.error())};
}

}  // namespace aboveboard::cli
