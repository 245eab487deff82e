#include "source/hub/repository.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "source/hub/names.h"

namespace aboveboard {
namespace {

constexpr std::string_view kSha256 = "sha256:";
constexpr std::string_view kGitBlob = "git-sha1:";

tl::unexpected<Error> contradiction(const HubFile& file, std::string message) {
  return fail(ErrorKind::Integrity, std::move(message), {.path = file.path, .line = {}, .byte = {}});
}

std::string bytes_text(std::uint64_t bytes) { return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes"); }

// The digest of the kind that was promised, with its prefix; "" where none was.
std::string digest_like(std::string_view promised, std::string_view bytes) {
  MemorySource source(bytes);
  if (promised.starts_with(kSha256)) return std::string(kSha256) + digest_of(source, DigestKind::Sha256).value_or("");
  return promised.starts_with(kGitBlob) ? std::string(kGitBlob) + digest_of(source, DigestKind::GitBlob).value_or("") : "";
}

// The digest that an ETag holds: in quotes, perhaps marked as weak.
std::string_view digest_in(std::string_view etag) {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return etag;
}

// Where a signature ran out, or a host has forgotten the file.
bool has_expired(int status) { return status == 401 || status == 403 || status == 404 || status == 410; }

}  // namespace

Result<std::string> HubRepository::whole(HubFile& file) {
  const std::uint64_t size = file.bytes.value_or(0);
  // Bytes with a digest are the same wherever they are from.
  const std::string key = file.promised.empty() ? range_key(file, 0, size) : "hub file " + file.promised;
  if (std::optional<CachedResponse> kept = session_->recall(key); kept && kept->body.size() == size && digest_like(file.promised, kept->body) == file.promised) return std::move(kept->body);
  Result<HttpResponse> asked = ask(file, std::nullopt);
  if (!asked && asked.error().kind == ErrorKind::LimitReached) ABOVEBOARD_TRY(part(file, 0, 1));  // longer than listed? With its first byte the server says how long it is
  if (!asked) return fail(std::move(asked.error()));
  HttpResponse& response = *asked;
  ABOVEBOARD_TRY(check_whole(file, response.body));
  session_->keep(key, {.etag = "", .body = response.body});
  return std::move(response.body);
}

Result<HubPart> HubRepository::part(HubFile& file, std::uint64_t begin, std::uint64_t length) {
  const std::string key = range_key(file, begin, length);
  if (std::optional<CachedResponse> kept = session_->recall(key)) {
    // Beside the bytes stands how long the file is.
    const std::optional<std::uint64_t> total = file.bytes ? file.bytes : parse_decimal(kept->etag);
    if (total && begin <= *total && kept->body.size() == std::min(length, *total - begin)) return HubPart{std::move(kept->body), *total};
  }
  Result<HttpResponse> asked = ask(file, ByteRange{begin, length});
  if (!asked) return fail(std::move(asked.error()));
  HttpResponse& response = *asked;
  if (response.status == 416) return HubPart{};  // an empty file, of which nobody had said so
  std::optional<std::uint64_t> total = file.bytes;
  if (response.status == 206) total = response.total;
  else if (const auto told = parse_decimal(response.header("content-length")); told && response.header("content-encoding").empty()) total = told;
  else if (!total && response.body.size() < length) total = response.body.size();
  if (!total) return fail(ErrorKind::Unavailable, "the hub does not say how long the file is", {.path = file.path, .line = {}, .byte = {}});
  if (file.bytes && *file.bytes != *total)
    return contradiction(file, "the hub's listing says " + bytes_text(*file.bytes) + ", but the file that it sends has " + bytes_text(*total));
  const std::uint64_t expected = begin <= *total ? std::min(length, *total - begin) : 0;
  if (response.body.size() != expected)
    return contradiction(file, "the hub sends " + bytes_text(response.body.size()) + " of " + bytes_text(expected) + " that were asked for");
  session_->keep(key, {.etag = std::to_string(*total), .body = response.body});
  return HubPart{std::move(response.body), *total};
}

Status HubRepository::check_whole(const HubFile& file, std::string_view bytes) const {
  const std::uint64_t size = file.bytes.value_or(0);
  if (bytes.size() != size) return contradiction(file, "the hub's listing says " + bytes_text(size) + ", but it sends " + bytes_text(bytes.size()));
  const std::string digest = digest_like(file.promised, bytes);
  if (digest != file.promised) return contradiction(file, "the hub's listing promises the digest " + file.promised + ", but the bytes that it sends have " + digest);
  return {};
}

Status HubRepository::admit(const HubFile& file, std::uint64_t bytes) {
  const auto reached = [&file](std::string what) { return fail(ErrorKind::LimitReached, std::move(what), {.path = file.path, .line = {}, .byte = {}}); };
  if (bytes > limits::kHubFileBytes) return reached("more than " + std::to_string(limits::kHubFileBytes >> 20) + " MiB of one file are not read over a network");
  const std::lock_guard lock(lock_);
  const auto known = given_.find(file.path);
  const std::uint64_t before = known == given_.end() ? 0 : known->second;
  if (bytes <= before && known != given_.end()) return {};
  if (known == given_.end() && given_.size() >= limits::kHubFilesRead) return reached("more than " + std::to_string(limits::kHubFilesRead) + " files of one repository are not read over a network");
  if (bytes - before > limits::kHubTotalBytes - given_total_)
    return reached("more than " + std::to_string(limits::kHubTotalBytes >> 20) + " MiB of one repository are not read over a network");
  given_total_ += bytes - before;
  given_[file.path] = bytes;
  return {};
}

Result<HttpResponse> HubRepository::ask(HubFile& file, std::optional<ByteRange> range) {
  if (session_->options().offline) return fail(offline_error(question_about(file)));
  if (std::optional<Error> error = refused(file)) return fail(std::move(*error));
  const std::string url = session_->file_url(target_, commit_, file.path);
  const bool shortcut = !file.answered_by.empty();
  Result<HttpResponse> response = ask_at(file, shortcut ? file.answered_by : url, range);
  if (shortcut && response && has_expired(response->status)) {
    file.answered_by.clear();
    response = ask_at(file, url, range);
  }
  if (!response) {
    remember(response.error(), false);
    return response;
  }
  const bool empty = response->status == 416 && !file.bytes && range && range->begin == 0;
  if (response->status != 200 && response->status != 206 && !empty) {
    Error error = hub_error(*response, question_about(file));
    remember(error, concerns_all_files(*response));
    return fail(std::move(error));
  }
  {
    const std::lock_guard lock(lock_);
    failures_ = 0;
  }
  ABOVEBOARD_TRY(check_headers(file, *response));
  file.answered_by = response->url == url ? "" : response->url;
  return response;
}

Result<HttpResponse> HubRepository::ask_at(const HubFile& file, const std::string& url, std::optional<ByteRange> range) {
  HttpRequest request;
  request.url = url;
  request.range = range;
  request.max_bytes = range ? range->length : file.bytes.value_or(0);
  Result<HttpResponse> response = session_->get(std::move(request));
  if (response) return response;
  Error error = std::move(response.error());
  error.place.path = file.path;
  return fail(std::move(error));
}

// What the hub itself says beside the bytes, or before it leads to where they are.
Status HubRepository::check_headers(const HubFile& file, const HttpResponse& response) const {
  const std::optional<std::uint64_t> size = parse_decimal(response.first_header("x-linked-size"));
  if (size && file.bytes && *size != *file.bytes)
    return contradiction(file, "the hub's listing says " + bytes_text(*file.bytes) + ", but when asked for the file it says " + bytes_text(*size));
  const std::string_view digest = digest_in(response.first_header("x-linked-etag"));
  if ((digest.size() == 64 && is_lower_hex(digest)) && file.promised.starts_with(kSha256) && file.promised.substr(kSha256.size()) != digest)
    return contradiction(file, "the hub's listing promises the digest " + file.promised + ", but when asked for the file it says " + std::string(kSha256) + std::string(digest));
  const std::string_view commit = response.first_header("x-repo-commit");
  if (is_hub_commit(commit) && commit != commit_) return contradiction(file, "asked for commit " + commit_ + ", the hub sends the file of commit " + std::string(commit));
  return {};
}

HubQuestion HubRepository::question_about(const HubFile& file) const {
  HubQuestion question = question_;
  question.path = file.path;
  return question;
}

// Only a hub's own listing says that a part belongs to a digest: another hub's parts are not taken for it.
std::string HubRepository::range_key(const HubFile& file, std::uint64_t begin, std::uint64_t length) const {
  const std::string& endpoint = session_->options().endpoint;
  const std::string range = " " + std::to_string(begin) + "+" + std::to_string(length);
  if (!file.promised.empty()) return "hub part " + endpoint + " " + file.promised + range;
  return "hub part " + session_->file_url(target_, commit_, file.path) + " " + session_->token_mark() + range;
}

std::optional<Error> HubRepository::refused(const HubFile& file) {
  const std::lock_guard lock(lock_);
  std::optional<Error> error = refusal_;
  if (error) error->place.path = file.path;
  return error;
}

// A hub that refuses one file for a reason that holds for all, or fails again and again, is left alone.
void HubRepository::remember(const Error& error, bool concerns_all) {
  const std::lock_guard lock(lock_);
  if (error.kind == ErrorKind::Unavailable) ++failures_;
  const bool given_up = failures_ >= limits::kHubFailures;
  if (refusal_ || !(concerns_all || given_up || error.kind == ErrorKind::Canceled)) return;
  refusal_ = error;
  if (given_up && !concerns_all) refusal_->message += "; it failed several times in a row and is asked for no further file";
}

}  // namespace aboveboard
