// What lies between, before and behind the members that the directory lists.
#include <algorithm>
#include <functional>

#include "base/bytes.h"
#include "base/limits.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kStep = 64u << 10;
constexpr std::string_view kSigningBlockEnd = "APK Sig Block 42";  // of Android packages, right before the directory

enum class Gap { kPrefix, kBetween, kTrailing, kWhole };

struct Extent {
  std::uint64_t begin = 0, end = 0;
  std::int64_t entry = -1;  // into entries; -1: directory or end record
};

class GapReader {
 public:
  explicit GapReader(ZipReading& reading) : reading_(reading) {}

  void read(std::uint64_t begin, std::uint64_t end, Gap kind) {
    if (begin >= end) return;
    first_other_.reset();
    if (!search(begin, end, kind)) return;
    const std::string bytes = std::to_string(end - begin) + " bytes ";
    if (kind == Gap::kWhole) return;
    if (!first_other_) {
      if (!found_) reading_.examination.note("zip-padding", bytes + "of zeros outside of members", begin);
    } else if (kind == Gap::kPrefix) {
      reading_.examination.note("zip-prefix", bytes + "before the first member", begin);
    } else if (kind == Gap::kTrailing) {
      reading_.examination.invalid("zip-trailing-bytes", bytes + "behind the end of the archive", *first_other_);
    } else if (signing_block(end)) {
      reading_.examination.note("zip-signing-block", bytes + "before the directory, as Android packages are signed", begin);
    } else {
      reading_.examination.invalid("zip-hidden-bytes", bytes + "that belong to no member", *first_other_);
    }
  }

 private:
  bool signing_block(std::uint64_t end) {
    if (end < kSigningBlockEnd.size()) return false;
    const auto mark = reading_.window.at(end - kSigningBlockEnd.size(), kSigningBlockEnd.size());
    return mark && *mark == kSigningBlockEnd;
  }

  // Walks the bytes; members that only their local header shows become entries. False where a limit or the file ended it.
  bool search(std::uint64_t begin, std::uint64_t end, Gap kind) {
    found_ = false;
    std::uint64_t at = begin;
    while (at < end) {
      const auto mark = next_mark(at, end);
      if (!mark) return true;
      if (stopped_) return false;
      const bool by_chance = *mark != 0 && (kind == Gap::kPrefix || kind == Gap::kWhole) && !found_;
      auto entry = read_unlisted(reading_, *mark, end, by_chance);
      if (!entry) {
        if (!first_other_) first_other_ = *mark;
        at = *mark + 4;
        continue;
      }
      if (!reading_.has_room(*mark)) return false;
      at = add(std::move(*entry), end, kind, *mark == begin);
    }
    return !stopped_;
  }

  // The next place of PK\3\4 from `at` on; sees on the way whether other bytes than zero stand there.
  std::optional<std::uint64_t> next_mark(std::uint64_t at, std::uint64_t end) {
    while (at < end) {
      const std::uint64_t count = std::min(kStep, end - at);
      if (searched_ + count > limits::kArchiveGapBytes) return stop(at, "more bytes outside of members than are searched");
      const auto bytes = reading_.window.at(at, count);
      if (!bytes) return stop(at, "bytes outside of members could not be read");
      searched_ += count;
      const std::size_t mark = bytes->find(kLocalMark);
      const auto before = bytes->substr(0, mark);
      if (const std::size_t other = before.find_first_not_of('\0'); other != std::string_view::npos && !first_other_) first_other_ = at + other;
      if (mark != std::string_view::npos) return at + mark;
      if (at + count == end) return std::nullopt;
      at += count - (kLocalMark.size() - 1);
    }
    return std::nullopt;
  }

  std::optional<std::uint64_t> stop(std::uint64_t at, std::string message) {
    if (!stopped_) reading_.examination.not_examined("zip-gap", ErrorKind::LimitReached, std::move(message), at);
    stopped_ = true;
    return at;
  }

  // Where to go on.
  std::uint64_t add(ZipEntry entry, std::uint64_t end, Gap kind, bool first) {
    ZipMember& member = entry.member;
    found_ = true;
    std::uint64_t next = entry.end;
    if (next != 0) {
      next = behind_descriptor(reading_, next, {0, 0, entry.member.crc, member.stored_bytes, member.bytes, 0});
    } else {  // its end is not told, or not true: all up to the next header, or to the end
      const std::uint64_t searched = searched_;
      const auto kept = first_other_;
      next = std::min(next_mark(member.data, end).value_or(end), end);
      first_other_ = kept;
      if (stopped_) next = end;
      searched_ = std::max(searched, searched_);
      member.stored_bytes = next - member.data;
      if ((entry.flags & kFlagDescriptor) != 0 && member.bytes == 0) member.bytes = UINT64_MAX;
      if (member.method == 0) member.bytes = member.stored_bytes;
    }
    entry.end = next;
    if (kind != Gap::kWhole) {
      const std::string message = "the directory does not list " + shown(member.name) + ", and readers that go from header to header see it";
      if (kind == Gap::kPrefix && !first) {
        reading_.examination.note("zip-prefix-member", "bytes before the archive hold a header of a member " + shown(member.name), member.header);
      } else {
        reading_.examination.invalid("zip-unlisted-member", message, member.header);
      }
    }
    reading_.entries.push_back(std::move(entry));
    return next;
  }

  ZipReading& reading_;
  std::optional<std::uint64_t> first_other_;  // the first byte of the gap that is neither zero nor a member's
  bool found_ = false;                        // a member in this gap
  bool stopped_ = false;
  std::uint64_t searched_ = 0;
};

std::vector<Extent> extents(const ZipReading& reading) {
  std::vector<Extent> result;
  result.reserve(reading.entries.size() + 2 * reading.directories.size());
  for (std::size_t i = 0; i < reading.entries.size(); ++i)
    if (reading.entries[i].end != 0) result.push_back({reading.entries[i].member.header, reading.entries[i].end, static_cast<std::int64_t>(i)});
  for (const ZipDirectory& directory : reading.directories) {
    result.push_back({directory.at, directory.at + directory.bytes, -1});
    result.push_back({directory.limit, directory.end, -1});
  }
  std::stable_sort(result.begin(), result.end(), [](const Extent& a, const Extent& b) { return a.begin < b.begin; });
  return result;
}

}  // namespace

void read_gaps(ZipReading& reading) {
  GapReader gaps(reading);
  const std::uint64_t size = reading.window.size();
  if (reading.directories.empty()) return gaps.read(0, size, Gap::kWhole);
  const std::vector<Extent> all = extents(reading);
  std::uint64_t end = 0;
  std::int64_t owner = -1;
  for (const Extent& extent : all) {
    if (extent.begin < end && (extent.entry >= 0 || owner >= 0)) {
      const std::string first = owner < 0 ? "the directory" : shown(reading.entries[static_cast<std::size_t>(owner)].member.name);
      const std::string second = extent.entry < 0 ? "the directory" : shown(reading.entries[static_cast<std::size_t>(extent.entry)].member.name);
      reading.examination.invalid("zip-overlap", first + " and " + second + " share bytes of the file", extent.begin);
    } else if (extent.begin > end) {
      gaps.read(end, extent.begin, end == 0 ? Gap::kPrefix : Gap::kBetween);
    }
    if (extent.end > end) {
      end = extent.end;
      owner = extent.entry;
    }
  }
  gaps.read(end, size, Gap::kTrailing);
}

}  // namespace aboveboard::format
