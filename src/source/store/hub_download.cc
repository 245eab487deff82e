#include "source/store/hub_download.h"

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "source/disk/git_revision.h"
#include "source/disk/list_beneath.h"
#include "source/disk/placed_source.h"
#include "source/store/hub_cache.h"

namespace aboveboard {
namespace {

constexpr std::string_view kClientFolder = ".cache/huggingface/";
constexpr std::string_view kRecords = ".cache/huggingface/download/";
constexpr std::string_view kRecordEnd = ".metadata";
constexpr std::string_view kUnfinishedEnd = ".incomplete";

Error about(std::string path, ErrorKind kind, std::string message) { return {kind, std::move(message), {.path = std::move(path), .line = {}, .byte = {}}}; }

// Reads the client's records into the entries of the release's files.
class Records {
 public:
  Records(const Beneath& folder, std::vector<FileEntry>& files, Diagnostics& notes) : folder_(folder), files_(files), notes_(notes) {}

  void take(const std::string& path) {
    if (!path.starts_with(kRecords)) return;
    if (path.ends_with(kUnfinishedEnd)) {
      notes_.add(DiagnosticKind::NotExamined, "source/download-incomplete", about(path, ErrorKind::Truncated, "a download into this folder was not finished"));
    }
    if (!path.ends_with(kRecordEnd)) return;
    const std::optional<DownloadRecord> record = parse_download_record(folder_.read_small(path, limits::kRecordBytes));
    if (!record) {
      notes_.add(DiagnosticKind::Note, "source/download-record", about(path, ErrorKind::Malformed, "this is no record of a download, and nothing is taken from it"));
      return;
    }
    const std::string of = path.substr(kRecords.size(), path.size() - kRecords.size() - kRecordEnd.size());
    const auto file = std::lower_bound(files_.begin(), files_.end(), of, [](const FileEntry& entry, const std::string& wanted) { return entry.path < wanted; });
    if (file == files_.end() || file->path != of) {
      notes_.add(DiagnosticKind::Note, "source/download-missing", about(of, ErrorKind::NotFound, "this file was downloaded, but it is no longer in the folder"));
      return;
    }
    file->promised = record->promised;
    commits_.insert(record->commit);
  }

  bool any() const { return !commits_.empty(); }
  // The commit that all records agree on.
  std::string commit() {
    if (commits_.size() == 1) return *commits_.begin();
    notes_.add(DiagnosticKind::Note, "source/download-mixed", about(".", ErrorKind::Malformed, "the files of this folder were downloaded from " + std::to_string(commits_.size()) + " different commits"));
    return "";
  }

 private:
  const Beneath& folder_;
  std::vector<FileEntry>& files_;
  Diagnostics& notes_;
  std::set<std::string> commits_;
};

}  // namespace

std::string promise_of_etag(std::string_view etag) {
  etag = trim(etag);
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') etag = etag.substr(1, etag.size() - 2);
  return promise_of_blob(etag);
}

std::optional<DownloadRecord> parse_download_record(std::string_view text) {
  const std::vector<std::string> lines = split(trim(text), '\n');
  if (lines.size() != 3) return std::nullopt;
  const std::string_view commit = trim(lines[0]), time = trim(lines[2]);
  const bool is_time = !time.empty() && time.size() <= 32 && time.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  if (!is_commit_name(commit) || !is_time || trim(lines[1]).empty()) return std::nullopt;
  return DownloadRecord{std::string(commit), promise_of_etag(lines[1])};
}

bool is_hub_download(const Beneath& folder) { return folder.locate(kRecords).what == Whereabouts::Folder; }

std::unique_ptr<Source> hub_download_source(Beneath folder, SourceInfo info, Diagnostics& notes) {
  std::vector<FileEntry> files;
  list_beneath(folder, "", files, notes);
  // The client's own files are no part of the release.
  const auto own = std::stable_partition(files.begin(), files.end(), [](const FileEntry& file) { return !file.path.starts_with(kClientFolder); });
  std::vector<FileEntry> of_client(own, files.end());
  files.erase(own, files.end());
  Records records(folder, files, notes);
  for (const FileEntry& file : of_client) records.take(file.path);
  info.kind = "directory";
  info.revision = git_revision(folder);
  if (records.any()) {
    info.kind = "hub-download";
    info.revision = records.commit();
    info.partial = kDownloadsAreHere;
  }
  return placed_source(std::move(folder), std::move(info), std::move(files), {});
}

}  // namespace aboveboard
