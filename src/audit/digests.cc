#include "audit/digests.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"
#include "base/parallel.h"
#include "base/text.h"
#include "framework/rules.h"

namespace aboveboard {
namespace {

constexpr std::size_t kSha1Digits = 40;
constexpr std::size_t kSha256Digits = 64;

// One file to be read: where its bytes are, and what they are promised to be.
struct Task {
  const ScannedSource* source = nullptr;
  std::string path;
  DigestKind kind = DigestKind::Sha256;
  std::string promised;
  std::string promised_by;
  Evidence evidence;
};

// A name that is a digest, as stores of blobs give them.
std::optional<Task> promise_of_name(std::string_view path) {
  const std::string lower = to_lower(file_name(path));
  std::string_view name = lower;
  const bool prefixed = name.starts_with("sha256-") || name.starts_with("sha256:");
  if (prefixed) name.remove_prefix(7);
  if (!is_lower_hex(name)) return std::nullopt;
  Task task;
  task.promised = name;
  task.promised_by = "name";
  if (name.size() == kSha256Digits) return task;
  // Forty digits name many things; a blob of the Hub's cache lies in "blobs".
  if (prefixed || name.size() != kSha1Digits || file_name(parent_path(path)) != "blobs") return std::nullopt;
  task.kind = DigestKind::GitBlob;
  return task;
}

// What the store, or the record of a download, promises of the file.
std::optional<Task> promise_of_entry(const FileEntry& entry) {
  const std::string_view promised = entry.promised;
  Task task;
  task.promised_by = "store";
  if (promised.starts_with("sha256:")) task.promised = promised.substr(7);
  else if (promised.starts_with("git-sha1:")) task.promised = promised.substr(9), task.kind = DigestKind::GitBlob;
  return task.promised.empty() ? std::nullopt : std::optional(std::move(task));
}

Evidence evidence_of(const ScannedSource& source, std::string_view path, EvidenceKind kind) {
  Evidence evidence;
  evidence.source = source.source->info().name;
  evidence.path = path;
  evidence.extractor = "audit/digest";
  evidence.kind = kind;
  return evidence;
}

const ScannedFile* find_file(const ScannedSource& source, std::string_view path) {
  const auto found = std::lower_bound(source.files.begin(), source.files.end(), path, [](const ScannedFile& file, std::string_view value) { return file.path < value; });
  return found != source.files.end() && found->path == path ? &*found : nullptr;
}

// What a pointer stands for may be here: in git's own store, or under the same path in another source.
void add_pointer_tasks(const std::vector<ScannedSource>& sources, const ScannedSource& source, const ScannedFile& file, std::vector<Task>& tasks) {
  const std::string oid = file.pointer->oid.substr(std::min(file.pointer->oid.size(), std::string_view("sha256:").size()));
  if (oid.size() != kSha256Digits) return;
  const auto add = [&](const ScannedSource& where, std::string path) {
    tasks.push_back({&where, std::move(path), DigestKind::Sha256, oid, "pointer", evidence_of(source, file.path, EvidenceKind::Pointer)});
  };
  const std::string kept = ".git/lfs/objects/" + oid.substr(0, 2) + "/" + oid.substr(2, 2) + "/" + oid;
  if (source.source->open(kept)) add(source, kept);
  for (const ScannedSource& other : sources) {
    if (&other == &source) continue;
    const ScannedFile* same = find_file(other, file.path);
    if (same != nullptr && same->kind != FileKind::LfsPointer) add(other, same->path);
  }
}

std::vector<Task> plan(const std::vector<ScannedSource>& sources, const DigestOptions& options) {
  std::vector<Task> tasks;
  for (const ScannedSource& source : sources) {
    if (source.source->remote()) continue;  // noted by the caller
    const std::vector<FileEntry>& entries = source.source->files();
    for (std::size_t i = 0; i < source.files.size(); ++i) {
      const ScannedFile& file = source.files[i];
      if (file.kind == FileKind::Unread) continue;
      if (file.kind == FileKind::LfsPointer) {
        if (options.promised && file.pointer) add_pointer_tasks(sources, source, file, tasks);
        continue;
      }
      std::optional<Task> task = options.promised ? promise_of_entry(entries[i]) : std::nullopt;
      if (!task && options.promised) task = promise_of_name(file.path);
      const auto add = [&](Task one) {
        one.source = &source;
        one.path = file.path;
        one.evidence = evidence_of(source, file.path, EvidenceKind::Bytes);
        tasks.push_back(std::move(one));
      };
      const bool asked = std::find(options.paths.begin(), options.paths.end(), file.path) != options.paths.end();
      if (asked && task && task->kind != DigestKind::Sha256) add({});
      if (asked && !task) task.emplace();
      if (!task && options.weights && (file.weights || source.source->info().kind == "file")) task.emplace();
      if (task) add(std::move(*task));
    }
  }
  return tasks;
}

}  // namespace

std::vector<FileDigest> compute_digests(const std::vector<ScannedSource>& sources, const DigestOptions& options, Diagnostics& notes) {
  if (!options.weights && !options.promised && options.paths.empty()) return {};
  for (const ScannedSource& source : sources) {
    if (!source.source->remote()) continue;
    notes.set_source(source.source->info().name);
    notes.add(DiagnosticKind::NotExamined, "source/no-digests", {ErrorKind::Unsupported, "digests take all bytes of a file: over a network none are computed, and those that the hub lists are not verified", {".", {}, {}}});
  }
  const std::vector<Task> tasks = plan(sources, options);
  std::vector<Result<std::string>> values(tasks.size());
  const bool overlap = tasks.size() < std::thread::hardware_concurrency();
  for_each_index(tasks.size(), 1, [&](std::size_t i) {
    auto bytes = tasks[i].source->source->open(tasks[i].path);
    values[i] = bytes ? digest_of(**bytes, tasks[i].kind, overlap) : fail(bytes.error());
  });
  std::vector<FileDigest> digests;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    const Task& task = tasks[i];
    if (!values[i]) {
      Error error = values[i].error();
      error.place.path = task.path;
      notes.set_source(task.source->source->info().name);
      notes.add(DiagnosticKind::NotExamined, "format/unreadable", std::move(error));
      continue;
    }
    FileDigest digest;
    digest.source = task.source->source->info().name;
    digest.path = task.path;
    digest.algorithm = task.kind == DigestKind::Sha256 ? "sha256" : "git-sha1";
    digest.value = *values[i];
    digest.promised = task.promised;
    digest.promised_by = task.promised_by;
    digest.evidence.push_back(task.evidence);
    digests.push_back(std::move(digest));
  }
  return digests;
}

std::vector<Finding> judge_digests(const std::vector<FileDigest>& digests) {
  constexpr std::string_view kRule = "integrity/digest-mismatch";
  std::vector<Finding> findings;
  for (const FileDigest& digest : digests) {
    if (!broken(digest)) continue;
    const RuleText* rule = find_rule(kRule);
    findings.push_back({std::string(kRule), FindingLevel::Error,
                        "the " + digest.algorithm + " of " + sanitize_utf8(digest.path) + " is " + digest.value + "; its " + digest.promised_by + " promises " + digest.promised,
                        rule == nullptr ? "" : rule->fix, digest.evidence});
  }
  return findings;
}

}  // namespace aboveboard
