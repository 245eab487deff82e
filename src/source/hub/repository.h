// HubRepository: one repository at one commit, and the fetching of its files' bytes: from the cache or by a request, checked against what the listing promises. Internal to this folder;
// safe to use from several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "source/hub/errors.h"
#include "source/hub/session.h"

namespace aboveboard {

// A file of a repository, as its listing has it.
struct HubFile {
  std::string path;
  std::optional<std::uint64_t> bytes;  // nothing where the listing does not say
  std::string promised;                // FileEntry::promised
  std::string answered_by = {};        // the URL that a request was led to, which the next one goes to at once; "" for none
};

struct HubPart {
  std::string bytes;
  std::uint64_t total = 0;  // size of the whole file
};

class HubRepository {
 public:
  // `question` has the repository's name for messages.
  HubRepository(std::shared_ptr<HubSession> session, HubTarget target, std::string commit, HubQuestion question)
      : session_(std::move(session)), target_(std::move(target)), commit_(std::move(commit)), question_(std::move(question)) {}

  // The whole of a file whose size is known, in one request. Integrity where its size or digest is not the promised one.
  Result<std::string> whole(HubFile& file);
  // `length` (not 0) bytes from `begin`, all within the file's size; where that is not known, fewer where the file ends before. Integrity where the answer contradicts the listing.
  Result<HubPart> part(HubFile& file, std::uint64_t begin, std::uint64_t length);
  // All bytes of a file, however they came: Integrity where they are not what was promised.
  Status check_whole(const HubFile& file, std::string_view bytes) const;
  // May a reader have `bytes` of a file in memory? What a file has been given before is not counted again. LimitReached beyond limits::kHubFilesRead, kHubFileBytes, kHubTotalBytes.
  Status admit(const HubFile& file, std::uint64_t bytes);

 private:
  Result<HttpResponse> ask(HubFile& file, std::optional<ByteRange> range);
  Result<HttpResponse> ask_at(const HubFile& file, const std::string& url, std::optional<ByteRange> range);
  Status check_headers(const HubFile& file, const HttpResponse& response) const;
  HubQuestion question_about(const HubFile& file) const;
  std::string range_key(const HubFile& file, std::uint64_t begin, std::uint64_t length) const;
  std::optional<Error> refused(const HubFile& file);
  void remember(const Error& error, bool concerns_all);

  std::shared_ptr<HubSession> session_;
  HubTarget target_;
  std::string commit_;
  HubQuestion question_;

  std::mutex lock_;  // of what follows
  std::optional<Error> refusal_;  // that holds for every file
  int failures_ = 0;              // one after the other
  std::unordered_map<std::string, std::uint64_t> given_;  // the most bytes of a file at a time
  std::uint64_t given_total_ = 0;
};

}  // namespace aboveboard
