#include "source/hub/hub.h"

#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "source/hub/errors.h"
#include "source/hub/hub_source.h"
#include "source/hub/info.h"
#include "source/hub/names.h"
#include "source/hub/session.h"

namespace aboveboard {
namespace {

constexpr std::size_t kWarningBytes = 400;

// A location without what may be secret in a URL: user and password, query, fragment.
std::string shown_location(const std::string& location) {
  if (equals_ignoring_case(std::string_view(location).substr(0, 3), "hf:")) return shown_text(location, limits::kHubLocationBytes);
  std::string shown = location.substr(0, location.find_first_of("?#"));
  const std::size_t scheme = shown.find("://");
  const std::size_t authority = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = shown.find('@', authority);
  if (at != std::string::npos && at < shown.find('/', authority)) shown.erase(authority, at + 1 - authority);
  return shown_text(shown, limits::kHubLocationBytes);
}

void note(Diagnostics& notes, DiagnosticKind kind, std::string rule, std::string message) {
  notes.add(kind, std::move(rule), {ErrorKind::Denied, std::move(message), {.path = ".", .line = {}, .byte = {}}});
}

// One opening of one repository.
class Opening {
 public:
  Opening(HubSession& session, const HubTarget& target, const HubQuestion& question, Diagnostics& notes)
      : session_(session), target_(target), question_(question), notes_(notes) {}

  // From the cache where nothing can have changed, else by one request.
  Result<HubInfo> information() {
    const std::string key = "hub info " + session_.info_url(target_) + " " + session_.token_mark();
    std::optional<CachedResponse> kept = session_.recall(key);
    if (kept && (session_.options().offline || is_hub_commit(target_.revision))) {
      Result<HubInfo> known = parsed(kept->body);
      if (known) return known;
      kept.reset();
    }
    if (session_.options().offline) return fail(offline_error(question_));
    ABOVEBOARD_ASSIGN(HttpResponse response, ask(kept));
    warn(response);
    if (response.status == 304 && kept) return parsed(kept->body);
    if (response.status != 200) return fail(hub_error(response, question_));
    Result<HubInfo> info = parsed(response.body);
    if (info) session_.keep(key, {.etag = std::string(response.header("etag")), .body = std::move(response.body)});
    return info;
  }

  // What a reader of the report should know about who may have the files.
  void note_state(const HubInfo& info) {
    if (!info.gated.empty()) note(notes_, DiagnosticKind::Note, "source/hub-gated", "the repository is gated: its files are given to those who accepted its conditions");
    if (info.is_private) note(notes_, DiagnosticKind::Note, "source/hub-private", "the repository is private: others do not see it");
    if (info.disabled) note(notes_, DiagnosticKind::NotExamined, "source/hub-disabled", "the repository is disabled: the hub has taken it down");
    if (!info.id.empty() && info.id != target_.id)
      note(notes_, DiagnosticKind::Note, "source/hub-renamed", "the hub calls the repository \"" + shown_text(info.id, 200) + "\", not \"" + target_.id + "\" as it was asked for");
  }

 private:
  Result<HttpResponse> ask(const std::optional<CachedResponse>& kept) {
    HttpRequest request;
    request.url = session_.info_url(target_);
    request.max_bytes = limits::kHubReplyBytes;
    request.compressed = true;
    if (kept && !kept->etag.empty() && shown_text(kept->etag, kept->etag.size()) == kept->etag) request.headers.emplace_back("If-None-Match", kept->etag);
    Result<HttpResponse> response = session_.get(std::move(request));
    if (response) return response;
    Error error = std::move(response.error());
    if (error.kind == ErrorKind::LimitReached)
      error.message = "what the hub says of " + question_.repository + " is more than " + std::to_string(limits::kHubReplyBytes >> 20) + " MiB";
    return fail(std::move(error));
  }

  Result<HubInfo> parsed(std::string_view reply) {
    Diagnostics said;
    Result<HubInfo> info = parse_hub_info(reply, said);
    if (!info) return fail(info.error().kind, question_.repository + ": " + info.error().message);
    if (is_hub_commit(target_.revision) && info->commit != target_.revision)
      return fail(ErrorKind::Integrity, question_.repository + ": asked for commit " + target_.revision + ", the hub tells of commit " + info->commit);
    for (const Diagnostic& item : said.items()) notes_.add(item.kind, item.rule, item.error);
    return info;
  }

  void warn(const HttpResponse& response) {
    std::string warning(response.header("x-hf-warning"));
    if (warning.empty()) return;
    // A server may send back what it was sent.
    const std::string& token = session_.options().token;
    for (std::size_t at = 0; !token.empty() && (at = warning.find(token, at)) != std::string::npos;) warning.replace(at, token.size(), "***");
    note(notes_, DiagnosticKind::Note, "source/hub-warning", "the hub warns: \"" + shown_text(warning, kWarningBytes) + "\"");
  }

  HubSession& session_;
  const HubTarget& target_;
  const HubQuestion& question_;
  Diagnostics& notes_;
};

}  // namespace

Hub::Hub(HubOptions options, std::function<std::unique_ptr<HttpClient>()> connect) : session_(std::make_shared<HubSession>(std::move(options), std::move(connect))) {}
Hub::~Hub() = default;

const HubOptions& Hub::options() const { return session_->options(); }

Result<std::unique_ptr<Source>> Hub::open(const HubTarget& target, std::string location, std::string name, Diagnostics& notes) {
  if (!is_repository_id(target.id)) return fail(ErrorKind::Usage, "\"" + shown_text(target.id, 160) + "\" is not the name of a repository");
  const std::string shown = shown_location(location);
  const HubQuestion question{.repository = shown, .revision = target.revision, .path = "", .token = !session_->options().token.empty()};
  Opening opening(*session_, target, question, notes);
  ABOVEBOARD_ASSIGN(HubInfo listing, opening.information());
  opening.note_state(listing);
  SourceInfo info;
  info.name = std::move(name);
  info.location = shown;
  return hub_source(session_, target, std::move(listing), question, std::move(info));
}

}  // namespace aboveboard
