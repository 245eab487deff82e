#include "format/zip/zip.h"

#include <algorithm>
#include <unordered_set>

#include "base/hash.h"
#include "base/limits.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kTail = 65535 + kEndBytes;  // as far as end records are looked for

// Is this place within the bytes of a member? An archive that is stored in an archive has an end record of its own.
bool within_member(const std::vector<ZipEntry>& entries, std::uint64_t offset) {
  return std::any_of(entries.begin(), entries.end(),
                     [&](const ZipEntry& entry) { return entry.member.data != 0 && offset >= entry.member.data && offset - entry.member.data < entry.member.stored_bytes; });
}

// Two directories may list the same member: the entries from `known` on that are as one before them go.
void drop_repeated(std::vector<ZipEntry>& entries, std::size_t known) {
  const auto key = [](const ZipEntry& entry) { return hash64(entry.member.name, mix64(entry.member.header ^ entry.member.stored_bytes << 20)); };
  std::unordered_set<std::uint64_t> seen;  // looked up, never walked
  for (std::size_t i = 0; i < known; ++i) seen.insert(key(entries[i]));
  const auto begin = entries.begin() + static_cast<std::ptrdiff_t>(known);
  entries.erase(std::remove_if(begin, entries.end(), [&](const ZipEntry& entry) { return seen.contains(key(entry)); }), entries.end());
}

void read_main(ZipReading& reading, const std::vector<std::uint64_t>& marks, std::size_t& main) {
  for (main = 0; main < marks.size(); ++main) {
    reading.directories = directories_of(reading.bytes, marks[main], &reading.examination);
    if (!reading.directories.empty()) break;
  }
  for (const ZipDirectory& directory : reading.directories) {
    const std::size_t known = reading.entries.size();
    read_directory(reading, directory);
    drop_repeated(reading.entries, known);
  }
  read_local_headers(reading, 0);
}

// End records besides the one that was taken: another reader may take them.
void read_others(ZipReading& reading, const std::vector<std::uint64_t>& marks, std::size_t main) {
  const std::size_t known = reading.entries.size();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if (i == main || within_member(reading.entries, marks[i])) continue;
    const auto others = directories_of(reading.bytes, marks[i], nullptr);
    if (others.empty() && i > main) continue;  // before the archive's end, and leading nowhere: no reader takes it
    reading.examination.invalid("zip-several-ends", "another end record; which of them a reader takes differs", marks[i]);
    for (const ZipDirectory& directory : others) {
      read_directory(reading, directory);
      reading.directories.push_back(directory);
    }
  }
  drop_repeated(reading.entries, known);
  read_local_headers(reading, known);
}

}  // namespace

const ZipMember* ZipArchive::find(std::string_view name) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const ZipMember& member) { return member.name == name; });
  return found == members.end() ? nullptr : &*found;
}

bool looks_like_zip(const Sniff& sniff) {
  if (sniff.head.starts_with(kLocalMark) || sniff.head.starts_with(std::string_view("PK\7\10PK\3\4", 8))) return true;
  for (const std::uint64_t mark : end_marks(sniff.tail, sniff.size))
    if (!directories_of(sniff.bytes, mark, nullptr).empty()) return true;
  return false;
}

std::optional<ZipArchive> open_zip(ByteSource& bytes, Examination& examination) {
  const std::uint64_t size = bytes.size();
  const auto tail = read_range(bytes, size - std::min(size, kTail), std::min(size, kTail));
  if (!tail) {
    examination.not_examined("zip-limit", tail.error().kind, "the end of the archive could not be read: " + tail.error().message, 0);
    return std::nullopt;
  }
  ZipReading reading{bytes, examination, ReadWindow(bytes), {}, {}};
  const auto marks = end_marks(*tail, size);
  std::size_t main = 0;
  read_main(reading, marks, main);
  if (!reading.directories.empty()) read_others(reading, marks, main);
  const std::size_t listed = reading.entries.size();
  // What lies between the members is looked through locally alone: over a network it would cost the whole file.
  if (!bytes.remote()) read_gaps(reading);
  if (reading.directories.empty()) {
    if (reading.entries.empty()) return std::nullopt;
    examination.invalid("zip-no-directory", "local headers of members, and no directory at the end", 0, ErrorKind::Truncated);
  }
  std::stable_sort(reading.entries.begin() + static_cast<std::ptrdiff_t>(listed), reading.entries.end(),
                   [](const ZipEntry& a, const ZipEntry& b) { return a.member.header < b.member.header; });
  check_names(reading);
  examination.recognize("zip");
  examination.contents().header_bytes += reading.window.bytes_read();
  ZipArchive archive;
  archive.begin = size;
  archive.members.reserve(reading.entries.size());
  for (ZipEntry& entry : reading.entries) {
    archive.begin = std::min(archive.begin, entry.member.header);
    archive.members.push_back(std::move(entry.member));
  }
  if (archive.members.empty()) archive.begin = reading.directories.front().at;
  return archive;
}

}  // namespace aboveboard::format
