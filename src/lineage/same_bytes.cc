#include "lineage/same_bytes.h"

#include <algorithm>
#include <optional>

#include "base/digest.h"

namespace aboveboard::lineage {
namespace {

constexpr std::uint64_t kFirstStep = 64u << 10;  // most that differ, differ soon
constexpr std::uint64_t kStep = 1u << 20;

const FileEntry* entry_of(const FileRef& ref) {
  const std::vector<FileEntry>& entries = ref.source->source->files();
  const auto at = std::lower_bound(entries.begin(), entries.end(), ref.file->path, [](const FileEntry& entry, const std::string& path) { return entry.path < path; });
  return at == entries.end() || at->path != ref.file->path ? nullptr : &*at;
}

std::string_view algorithm_of(std::string_view digest) { return digest.substr(0, digest.find(':')); }

std::optional<DigestKind> kind_of(std::string_view digest) {
  if (algorithm_of(digest) == "sha256") return DigestKind::Sha256;
  if (algorithm_of(digest) == "git-sha1") return DigestKind::GitBlob;
  return std::nullopt;
}

// The bytes of one side against what the other is promised to be.
Sameness against_promise(const FileRef& here, const std::string& promised, ReadBudget& budget, Diagnostics& notes) {
  const auto kind = kind_of(promised);
  if (!kind || !budget.take(size_of(here))) return Sameness::Unknown;
  auto bytes = here.source->source->open(here.file->path);
  if (!bytes) return note_unread(here, bytes.error(), notes), Sameness::Unknown;
  const Result<std::string> digest = digest_of(**bytes, *kind);
  if (!digest) return note_unread(here, digest.error(), notes), Sameness::Unknown;
  return std::string(algorithm_of(promised)) + ":" + *digest == promised ? Sameness::Equal : Sameness::Different;
}

Sameness by_reading(const FileRef& a, const FileRef& b, ReadBudget& budget, Diagnostics& notes) {
  if (budget.left < 2) return budget.hit = true, Sameness::Unknown;
  auto bytes_a = a.source->source->open(a.file->path);
  if (!bytes_a) return note_unread(a, bytes_a.error(), notes), Sameness::Unknown;
  auto bytes_b = b.source->source->open(b.file->path);
  if (!bytes_b) return note_unread(b, bytes_b.error(), notes), Sameness::Unknown;
  const std::uint64_t size = (*bytes_a)->size();
  if (size != (*bytes_b)->size()) return Sameness::Different;
  // What is too large to be read to its end can still differ at its beginning.
  const bool whole = size <= budget.left / 2;
  const std::uint64_t read = whole ? size : std::min({size, kFirstStep, budget.left / 2});
  const Result<Sameness> same = same_part({bytes_a->get(), 0, read}, {bytes_b->get(), 0, read}, budget);
  if (!same) return note_unread(a, same.error(), notes), Sameness::Unknown;
  if (whole || *same == Sameness::Different) return *same;
  budget.hit = true;
  return Sameness::Unknown;
}

}  // namespace

bool is_readable(const FileRef& ref) { return !ref.source->source->remote() && ref.file->kind != FileKind::LfsPointer && ref.file->kind != FileKind::Unread; }

std::uint64_t size_of(const FileRef& ref) { return ref.file->pointer ? ref.file->pointer->bytes : ref.file->bytes; }

std::string promised_digest(const FileRef& ref) {
  // A list that names the digest of a pointer does not name that of the file.
  if (ref.file->pointer) return ref.file->pointer->oid;
  const FileEntry* entry = entry_of(ref);
  return entry == nullptr ? "" : entry->promised;
}

Result<Sameness> same_part(const Part& a, const Part& b, ReadBudget& budget) {
  if (a.size != b.size) return Sameness::Different;
  if (!a.is_inside() || !b.is_inside()) return Sameness::Unknown;
  for (std::uint64_t at = 0; at < a.size;) {
    const std::uint64_t step = std::min(at == 0 ? kFirstStep : kStep, a.size - at);
    if (!budget.take(2 * step)) return Sameness::Unknown;
    ABOVEBOARD_ASSIGN(const std::string left, read_range(*a.bytes, a.begin + at, step));
    ABOVEBOARD_ASSIGN(const std::string right, read_range(*b.bytes, b.begin + at, step));
    if (left != right) return Sameness::Different;
    at += step;
  }
  return Sameness::Equal;
}

Compared same_file(const FileRef& a, const FileRef& b, ReadBudget& budget, Diagnostics& notes) {
  if (size_of(a) != size_of(b)) return {Sameness::Different, !is_readable(a) || !is_readable(b)};
  const std::string digest_a = promised_digest(a);
  const std::string digest_b = promised_digest(b);
  if (!digest_a.empty() && algorithm_of(digest_a) == algorithm_of(digest_b)) return {digest_a == digest_b ? Sameness::Equal : Sameness::Different, true};
  if (is_readable(a) && is_readable(b)) return {by_reading(a, b, budget, notes), false};
  if (is_readable(a) && !digest_b.empty()) return {against_promise(a, digest_b, budget, notes), true};
  if (is_readable(b) && !digest_a.empty()) return {against_promise(b, digest_a, budget, notes), true};
  return {};
}

Evidence whole_file(const FileRef& ref, std::string extractor, bool read) {
  Evidence evidence = listing(*ref.source, *ref.file, std::move(extractor));
  if (!read || !is_readable(ref)) return evidence;
  evidence.kind = EvidenceKind::Bytes;
  evidence.byte = 0;
  evidence.bytes = ref.file->bytes;
  return evidence;
}

void note_unread(const FileRef& ref, Error error, Diagnostics& notes) {
  error.place.path = ref.file->path;
  notes.set_source(ref.name());
  if (error.kind == ErrorKind::Unsupported)
    notes.add(DiagnosticKind::Note, "lineage/not-compared", std::move(error));
  else
    notes.add(DiagnosticKind::NotExamined, "lineage/unreadable", std::move(error));
  notes.set_source("");
}

}  // namespace aboveboard::lineage
