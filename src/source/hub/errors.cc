#include "source/hub/errors.h"

#include <algorithm>
#include <optional>

namespace aboveboard {
namespace {

constexpr std::string_view kInvalidCredentials = "Invalid credentials in Authorization header";
constexpr std::string_view kDisabled = "Access to this resource is disabled.";

// Of the last response, or of the hub's own before it redirected.
std::string_view header_of(const HttpResponse& response, std::string_view name) {
  const std::string_view value = response.header(name);
  return value.empty() ? response.first_header(name) : value;
}

std::string subject_of(const HubQuestion& question) {
  return question.path.empty() ? question.repository : "the file in " + question.repository;
}

// Where a hub does not tell these three apart, neither can we.
Error not_shown(const HubQuestion& question) {
  return {ErrorKind::NotFound, question.repository + ": there is no such repository, or it is private or gated and " +
          (question.token ? "the token given does not open it" : "needs a token, and none was given (HF_TOKEN)"), {}};
}

Error gated(const HubQuestion& question) {
  return {ErrorKind::Denied, question.repository + " is gated: its files are given to those who accepted its conditions on its page, and " +
          (question.token ? "the owner of the token given has not been let in" : "no token was given (HF_TOKEN)"), {}};
}

Error rate_limited(const HttpResponse& response, const HubQuestion& question) {
  // A date would need a clock; in seconds it says the same without.
  const std::string_view after = response.header("retry-after");
  const bool in_seconds = std::all_of(after.begin(), after.end(), [](char c) { return c >= '0' && c <= '9'; });
  const std::optional<std::uint64_t> wait = in_seconds ? seconds_to_wait(response, 0) : std::nullopt;
  return {ErrorKind::Unavailable, "the hub limits how much may be asked of it" + (wait ? ": it wants no request for " + std::to_string(*wait) + " seconds" : std::string()) + " (" +
          question.repository + ")" + (question.token ? "" : "; with a token (HF_TOKEN) it allows more"), {}};
}

Error by_status(const HttpResponse& response, const HubQuestion& question) {
  const std::string status = std::to_string(response.status);
  switch (response.status) {
    case 401:
      return not_shown(question);
    case 403:
      return {ErrorKind::Denied, "the hub refuses " + subject_of(question) + (question.token ? ": the token given lacks the permission" : ": it may need a token, and none was given (HF_TOKEN)"), {}};
    case 404:
    case 410:
      if (!question.path.empty()) return {ErrorKind::NotFound, "the hub lists the file but says that there is no such file in " + question.repository, {}};
      if (question.revision.empty()) return not_shown(question);
      return {ErrorKind::NotFound, question.repository + ": there is no such repository or revision, or it is not shown to us", {}};
    case 416:
      return {ErrorKind::Integrity, "the hub says that the file in " + question.repository + " ends before the bytes that its listing tells of", {}};
    case 429:
      return rate_limited(response, question);
    default:
      break;
  }
  if (response.status >= 500 || response.status == 408) return {ErrorKind::Unavailable, "the hub fails (status " + status + ") when asked for " + subject_of(question), {}};
  return {ErrorKind::Unavailable, "the hub gives an answer that is not understood (status " + status + ") when asked for " + subject_of(question), {}};
}

Error without_place(const HttpResponse& response, const HubQuestion& question) {
  const std::string_view code = header_of(response, "x-error-code");
  const std::string_view message = header_of(response, "x-error-message");
  if (response.status == 429 || response.status >= 500) return by_status(response, question);
  if (code == "GatedRepo") return gated(question);
  if (message == kDisabled) return {ErrorKind::Denied, question.repository + " is disabled: the hub has taken it down", {}};
  if (message == kInvalidCredentials) return {ErrorKind::Denied, "the hub does not accept the token given (HF_TOKEN): it is mistyped, expired or withdrawn", {}};
  if (code == "RevisionNotFound")
    return {ErrorKind::NotFound, question.repository + ": the repository is there, but has no such revision" + (question.revision.empty() ? std::string() : " (" + question.revision + ")"), {}};
  if (code == "EntryNotFound") return {ErrorKind::NotFound, "there is no such file in " + question.repository, {}};
  return code == "RepoNotFound" ? not_shown(question) : by_status(response, question);
}

}  // namespace

Error hub_error(const HttpResponse& response, const HubQuestion& question) {
  Error error = without_place(response, question);
  error.place.path = question.path;
  return error;
}

Error offline_error(const HubQuestion& question) {
  return {ErrorKind::Unavailable, "HF_HUB_OFFLINE is set and " + (question.path.empty() ? question.repository + " is" : "these bytes of the file in " + question.repository + " are") +
          " not in the cache of answers", {.path = question.path, .line = {}, .byte = {}}};
}

bool concerns_all_files(const HttpResponse& response) {
  if (response.status == 429) return true;
  if (response.status >= 500) return false;
  const std::string_view code = header_of(response, "x-error-code");
  const std::string_view message = header_of(response, "x-error-message");
  return code == "GatedRepo" || code == "RepoNotFound" || code == "RevisionNotFound" || message == kDisabled || message == kInvalidCredentials;
}

}  // namespace aboveboard
