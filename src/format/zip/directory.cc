// The central directory (APPNOTE 4.3.12).
#include <algorithm>

#include "base/bytes.h"
#include "base/checked.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kAhead = 64u << 10;

// The UTF-8 name of Info-ZIP's extra field 0x7075: version, checksum of the name that it stands for, name.
std::string unicode_name(const ZipExtra& extra) {
  if (!extra.unicode || extra.unicode->size() < 5 || extra.unicode->front() != 1) return "";
  return std::string(extra.unicode->substr(5));
}

ZipEntry read_record(ZipReading& reading, const ZipDirectory& directory, std::string_view record, std::uint64_t place) {
  const char* field = record.data();
  const std::size_t name_bytes = load_le<std::uint16_t>(field + 28), extra_bytes = load_le<std::uint16_t>(field + 30);
  ZipNumbers numbers{load_le<std::uint16_t>(field + 8),  load_le<std::uint16_t>(field + 10), load_le<std::uint32_t>(field + 16),
                     load_le<std::uint32_t>(field + 20), load_le<std::uint32_t>(field + 24), load_le<std::uint32_t>(field + 42)};
  ZipEntry entry;
  entry.member.name = record.substr(kCentralBytes, name_bytes);
  const ZipExtra extra = parse_extra(record.substr(kCentralBytes + name_bytes, extra_bytes));
  const std::string name = shown(entry.member.name);
  if (extra.broken) reading.examination.note("zip-extra", name + " has an extra field that runs out of its record", place);
  if (const std::string wrong = apply_zip64(extra, true, numbers); !wrong.empty()) reading.examination.invalid("zip-zip64", name + ": " + wrong, place);
  if (load_le<std::uint16_t>(field + 34) != 0 && load_le<std::uint16_t>(field + 34) != 0xFFFF)
    reading.examination.invalid("zip-multi-disk", name + " is said to lie on another disk", place);
  entry.place = place;
  entry.made_by = load_le<std::uint16_t>(field + 4);
  entry.attributes = load_le<std::uint32_t>(field + 38);
  entry.flags = numbers.flags;
  entry.member.crc = numbers.crc;
  entry.unicode_name = unicode_name(extra);
  entry.member.method = numbers.method;
  entry.member.stored_bytes = numbers.stored;
  entry.member.bytes = numbers.bytes;
  entry.member.folder = !entry.member.name.empty() && entry.member.name.back() == '/';
  entry.member.header = checked_add(numbers.header, directory.base).value_or(reading.window.size());
  return entry;
}

}  // namespace

void read_directory(ZipReading& reading, const ZipDirectory& directory) {
  std::uint64_t at = directory.at, count = 0;
  const std::uint64_t end = directory.at + directory.bytes;
  // Some readers stop by the count, and some by the size: it goes on as long as either says so.
  while (at < end || (count < directory.count && at < directory.limit)) {
    if (!reading.has_room(at)) return;
    const auto head = reading.window.at(at, kCentralBytes, std::min(kAhead, directory.limit - std::min(at, directory.limit)));
    if (!head || !head->starts_with(kCentralMark)) break;
    const std::uint64_t length = kCentralBytes + load_le<std::uint16_t>(head->data() + 28) + load_le<std::uint16_t>(head->data() + 30) +
                                 load_le<std::uint16_t>(head->data() + 32);
    if (length > directory.limit - at) break;
    const auto record = reading.window.at(at, length, kAhead);
    if (!record) break;
    reading.entries.push_back(read_record(reading, directory, *record, at));
    at += length;
    ++count;
  }
  const auto rest = reading.window.at(at, 4);
  const bool signature = rest && *rest == std::string_view("PK\5\5", 4);  // digital signature: behind the last record
  if (at < end && !signature) reading.examination.invalid("zip-directory-cut", "the directory holds something else than records of members", at);
  if (count != directory.count) {
    reading.examination.invalid("zip-count", "the end record announces " + std::to_string(directory.count) + " members, and the directory lists " + std::to_string(count),
                                directory.end_record);
  }
}

}  // namespace aboveboard::format
