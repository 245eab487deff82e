// A hub in memory that answers as the real one does: information, files by commit, ranges, large files by way of a content host. It counts what it is asked for, and lies where told to.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "net/http.h"
#include "source/hub/hub.h"

namespace aboveboard::testing {

inline constexpr const char* kEndpoint = "https://hub.example";
inline constexpr const char* kContentHost = "https://content.example";
inline constexpr const char* kCommit = "0123456789abcdef0123456789abcdef01234567";

struct FakeFile {
  std::string bytes;
  bool large = false;           // kept by its SHA-256, on the content host
  std::string listed_size = {}; // what the listing says instead, as JSON; "" for the truth
  std::string listed_digest = {};
};

struct FakeRequest {
  std::string url;
  std::string token;
  std::optional<ByteRange> range;
  std::string if_none_match;
};

struct FakeHub {
  std::string id = "lakelab/otter-7b";
  std::string kind = "models";  // "datasets"
  std::string commit = kCommit;
  std::map<std::string, FakeFile> files;
  std::string extra;            // members of the information, such as "\"gated\":\"auto\","
  std::string info;             // what it says instead of all that; "" for the truth
  std::string etag = "\"v1\"";  // of the information
  std::vector<std::pair<std::string, std::string>> info_headers;
  bool sizes = true;            // the information has sizes and digests
  bool linked = true;           // it says size and digest before it leads to the content host
  int signature = 1;            // the content host takes URLs with this signature only
  // Says something else instead of an answer; a status of 0 is none.
  std::function<HttpResponse(const HttpRequest&)> fault;
  std::optional<Error> broken;  // no connection

  std::mutex lock;
  std::vector<FakeRequest> asked;
  std::uint64_t sent = 0;       // bytes of bodies

  Result<HttpResponse> answer(const HttpRequest& request);
  // How many requests since the last call.
  std::size_t requests();
  std::uint64_t bytes();

 private:
  HttpResponse respond(const HttpRequest& request);
  HttpResponse resolve(const HttpRequest& request, std::string path);
  std::string information() const;
  std::size_t told_ = 0;
  std::uint64_t told_bytes_ = 0;
};

inline HttpResponse status(int code, std::vector<std::pair<std::string, std::string>> headers = {}) {
  HttpResponse response;
  response.status = code;
  response.headers = std::move(headers);
  return response;
}

// The repository that `location` names, opened; its notes.
struct OpenedHub {
  std::unique_ptr<Source> source;
  Error error;
  Diagnostics notes;
  std::string rules() const;
  Result<std::string> read(const std::string& path, std::uint64_t offset = 0, std::uint64_t length = ~0ull) const;
};

class FakeClient final : public HttpClient {
 public:
  explicit FakeClient(FakeHub& fake) : fake_(fake) {}
  Result<HttpResponse> get(const HttpRequest& request) override { return fake_.answer(request); }
  HttpProgress spent() const override { return {}; }

 private:
  FakeHub& fake_;
};

inline std::string digest(const std::string& bytes, DigestKind kind) {
  MemorySource source(bytes);
  return digest_of(source, kind).value_or("");
}

inline std::string decoded(std::string_view text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') bytes += text[i];
    else bytes += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)), i += 2;
  }
  return bytes;
}

// The bytes that the request wants, as a server of files sends them.
inline HttpResponse send(const HttpRequest& request, const std::string& bytes) {
  HttpResponse response = status(200, {{"content-length", std::to_string(bytes.size())}});
  response.body = bytes;
  if (!request.range) return response;
  if (request.range->begin >= bytes.size()) return status(416);
  response.status = 206;
  response.total = bytes.size();
  response.body = bytes.substr(static_cast<std::size_t>(request.range->begin), static_cast<std::size_t>(request.range->length));
  response.headers = {{"content-length", std::to_string(response.body.size())}};
  return response;
}

inline std::string sha256_of(const std::string& bytes) { return digest(bytes, DigestKind::Sha256); }
inline std::string git_blob_of(const std::string& bytes) { return digest(bytes, DigestKind::GitBlob); }

inline std::string FakeHub::information() const {
  if (!info.empty()) return info;
  std::string list;
  for (const auto& [path, file] : files) {
    const std::string size = file.listed_size.empty() ? std::to_string(file.bytes.size()) : file.listed_size;
    const std::string blob = file.listed_digest.empty() || file.large ? git_blob_of(file.bytes) : file.listed_digest;
    const std::string sha256 = !file.large ? "" : file.listed_digest.empty() ? sha256_of(file.bytes) : file.listed_digest;
    list += (list.empty() ? "" : ",") + ("{\"rfilename\":\"" + path + "\"");
    if (sizes) list += ",\"size\":" + size + ",\"blobId\":\"" + blob + "\"";
    if (sizes && file.large) list += ",\"lfs\":{\"sha256\":\"" + sha256 + "\",\"size\":" + size + ",\"pointerSize\":134}";
    list += "}";
  }
  return "{\"_id\":\"1\",\"id\":\"" + id + "\"," + extra + "\"sha\":\"" + commit + "\",\"cardData\":{\"license\":\"mit\",\"sha\":\"no\"},\"siblings\":[" + list + "]}";
}

inline HttpResponse FakeHub::resolve(const HttpRequest& request, std::string path) {
  const auto file = files.find(decoded(path));
  if (file == files.end()) return status(404, {{"x-error-code", "EntryNotFound"}});
  if (!file->second.large) {
    HttpResponse response = send(request, file->second.bytes);
    response.headers.emplace_back("x-repo-commit", commit);
    return response;
  }
  HttpResponse response = send(request, file->second.bytes);
  response.first_headers = {{"x-repo-commit", commit}};
  if (linked) response.first_headers.insert(response.first_headers.end(), {{"x-linked-size", std::to_string(file->second.bytes.size())}, {"x-linked-etag", "\"" + sha256_of(file->second.bytes) + "\""}});
  response.url = std::string(kContentHost) + "/" + path + "?signature=" + std::to_string(signature);
  return response;
}

inline HttpResponse FakeHub::respond(const HttpRequest& request) {
  if (fault) {
    HttpResponse response = fault(request);
    if (response.status != 0) return response;
  }
  std::string_view url = request.url;
  const std::string content = std::string(kContentHost) + "/";
  if (url.starts_with(content)) {
    const std::size_t query = url.find("?signature=");
    if (url.substr(query) != "?signature=" + std::to_string(signature)) return status(403);
    const auto file = files.find(decoded(url.substr(content.size(), query - content.size())));
    return file == files.end() ? status(404) : send(request, file->second.bytes);
  }
  const std::string api = std::string(kEndpoint) + "/api/" + kind + "/" + id;
  if (url.starts_with(api)) {
    const std::string_view rest = url.substr(api.size());
    const bool known = rest == "?blobs=true" || rest == "/revision/main?blobs=true" || rest == "/revision/refs%2Fpr%2F1?blobs=true" || rest == "/revision/" + commit + "?blobs=true";
    if (!known) return status(404, {{"x-error-code", "RevisionNotFound"}});
    const bool same = std::find(request.headers.begin(), request.headers.end(), std::pair<std::string, std::string>("If-None-Match", etag)) != request.headers.end();
    if (same) return status(304, {{"etag", etag}});
    HttpResponse response = status(200, info_headers);
    response.headers.emplace_back("etag", etag);
    response.body = information();
    return response;
  }
  const std::string resolved = std::string(kEndpoint) + "/" + (kind == "models" ? "" : kind + "/") + id + "/resolve/" + commit + "/";
  if (url.starts_with(resolved)) return resolve(request, std::string(url.substr(resolved.size())));
  return status(401, {{"x-error-code", "RepoNotFound"}});
}

inline Result<HttpResponse> FakeHub::answer(const HttpRequest& request) {
  const std::lock_guard guard(lock);
  FakeRequest& record = asked.emplace_back(FakeRequest{request.url, request.token, request.range, {}});
  for (const auto& [name, value] : request.headers)
    if (name == "If-None-Match") record.if_none_match = value;
  if (broken) return fail(*broken);
  HttpResponse response = respond(request);
  // What HttpClient promises of its answers.
  const std::uint64_t most = request.range ? request.range->length : request.max_bytes;
  if (response.body.size() > most) {
    if (!request.range || response.status == 206) return fail(ErrorKind::LimitReached, "the answer is longer than what was asked for");
    if (request.range->begin != 0) return fail(ErrorKind::Malformed, "the server ignores ranges");
    response.body.resize(static_cast<std::size_t>(most));
  }
  if (response.url.empty()) response.url = request.url;
  if (response.first_headers.empty()) response.first_headers = response.headers;
  sent += response.body.size();
  return response;
}

inline std::size_t FakeHub::requests() {
  const std::lock_guard guard(lock);
  const std::size_t count = asked.size() - told_;
  told_ = asked.size();
  return count;
}

inline std::uint64_t FakeHub::bytes() {
  const std::lock_guard guard(lock);
  const std::uint64_t count = sent - told_bytes_;
  told_bytes_ = sent;
  return count;
}

// A hub over `fake`, which must outlive it.
inline Hub hub_over(FakeHub& fake, HubOptions options = {}) {
  options.endpoint = kEndpoint;
  return Hub(std::move(options), [&fake] { return std::make_unique<FakeClient>(fake); });
}

inline std::string OpenedHub::rules() const {
  std::string all;
  for (const Diagnostic& note : notes.items()) all += (all.empty() ? "" : " ") + note.rule;
  return all;
}

inline Result<std::string> OpenedHub::read(const std::string& path, std::uint64_t offset, std::uint64_t length) const {
  ABOVEBOARD_ASSIGN(const auto bytes, source->open(path));
  return read_range(*bytes, offset, length == ~0ull ? bytes->size() : length);
}

inline OpenedHub open_hub(Hub& hub, const std::string& location) {
  OpenedHub opened;
  auto target = parse_hub_target(location, kEndpoint);
  if (!target || !*target) {
    ADD_FAILURE() << location << " is no target";
    return opened;
  }
  auto source = hub.open(**target, location, "release", opened.notes);
  if (source) opened.source = std::move(*source);
  else opened.error = source.error();
  return opened;
}

}  // namespace aboveboard::testing
