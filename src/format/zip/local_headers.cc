// Local headers (APPNOTE 4.3.7), held against the directory.
#include <algorithm>
#include <numeric>

#include "base/bytes.h"
#include "base/checked.h"
#include "base/text.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kNear = 32u << 10;    // members closer than this are read together
constexpr std::uint64_t kAhead = 64u << 10;
constexpr std::uint64_t kUsualExtra = 160;    // of a local header: alignment, times, zip64

struct LocalHeader {
  ZipNumbers numbers;
  std::string_view name;
  ZipExtra extra;
  std::uint64_t data = 0;
};

// Views last until the window moves.
std::optional<LocalHeader> read_local(ReadWindow& window, std::uint64_t offset, std::uint64_t ahead) {
  const auto fixed = window.at(offset, kLocalBytes, ahead);
  if (!fixed || !fixed->starts_with(kLocalMark)) return std::nullopt;
  const std::uint64_t name_bytes = load_le<std::uint16_t>(fixed->data() + 26);
  const std::uint64_t length = kLocalBytes + name_bytes + load_le<std::uint16_t>(fixed->data() + 28);
  const auto all = window.at(offset, length, ahead);
  if (!all) return std::nullopt;
  const char* field = all->data();
  LocalHeader header;
  header.numbers = {load_le<std::uint16_t>(field + 6),  load_le<std::uint16_t>(field + 8),  load_le<std::uint32_t>(field + 14),
                    load_le<std::uint32_t>(field + 18), load_le<std::uint32_t>(field + 22), offset};
  header.name = all->substr(kLocalBytes, static_cast<std::size_t>(name_bytes));
  header.extra = parse_extra(all->substr(static_cast<std::size_t>(kLocalBytes + name_bytes)));
  header.data = offset + length;
  return header;
}

// What the directory and the local header say differently. A descriptor behind the bytes stands for numbers that are zero (or saturated) here.
void compare(ZipReading& reading, const ZipEntry& entry, LocalHeader& local) {
  Examination& examination = reading.examination;
  const ZipMember& member = entry.member;
  const std::string name = shown(member.name);
  const std::uint64_t at = member.header;
  const auto differs = [&](std::string_view rule, std::string_view what, std::uint64_t listed, std::uint64_t found) {
    examination.invalid(rule, name + ": " + std::string(what) + " is " + std::to_string(listed) + " in the directory and " + std::to_string(found) + " in its local header", at);
  };
  ZipNumbers& numbers = local.numbers;
  const bool streamed = (numbers.flags & kFlagDescriptor) != 0;
  if (const std::string wrong = streamed ? "" : apply_zip64(local.extra, false, numbers); !wrong.empty())
    examination.invalid("zip-zip64", name + ": in the local header, " + wrong, at);
  if (local.name != member.name)
    examination.invalid("zip-name-mismatch", "the directory calls a member " + name + " and its local header " + shown(local.name), at);
  if (numbers.method != member.method) differs("zip-method-mismatch", "the compression method", member.method, numbers.method);
  const bool ascii = std::all_of(member.name.begin(), member.name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const unsigned meant = kFlagEncrypted | kFlagPatch | kFlagStrong | kFlagMasked | (ascii ? 0u : kFlagUtf8);
  if (((numbers.flags ^ entry.flags) & meant) != 0) differs("zip-flags-mismatch", "the set of flags", entry.flags, numbers.flags);
  const auto open = [&](std::uint64_t value) { return streamed && (value == 0 || value == 0xFFFFFFFFu); };
  if (numbers.stored != member.stored_bytes && !open(numbers.stored)) differs("zip-size-mismatch", "the compressed size", member.stored_bytes, numbers.stored);
  if (numbers.bytes != member.bytes && !open(numbers.bytes)) differs("zip-size-mismatch", "the size", member.bytes, numbers.bytes);
  if (numbers.crc != entry.member.crc && !(streamed && numbers.crc == 0)) differs("zip-crc-mismatch", "the checksum", entry.member.crc, numbers.crc);
}

void check_descriptor(ZipReading& reading, ZipEntry& entry, const LocalHeader& local, std::uint64_t end) {
  const ZipMember& member = entry.member;
  entry.end = behind_descriptor(reading, end, {0, 0, entry.member.crc, member.stored_bytes, member.bytes, 0});
  if (entry.end != end) return;
  const auto mark = reading.window.at(end, 4);
  const bool other = mark && *mark == kDescriptorMark;
  if (other) entry.end = std::min(end + 16, reading.window.size());
  // Without one, whoever reads from the front on does not know where the member ends; numbers in the header do as well.
  if (other || (local.numbers.stored != member.stored_bytes && member.stored_bytes != 0))
    reading.examination.invalid("zip-descriptor", shown(member.name) + (other ? " has a data descriptor that says other numbers than the directory" : " announces a data descriptor and has none"), end);
}

void read_one(ZipReading& reading, ZipEntry& entry, std::uint64_t next_header) {
  ZipMember& member = entry.member;
  const std::uint64_t small = kLocalBytes + member.name.size() + kUsualExtra;
  const bool near = next_header > member.header && next_header - member.header < kNear;
  auto local = read_local(reading.window, member.header, near ? kAhead : small);
  if (!local) {
    reading.examination.invalid("zip-local-header", "the directory lists " + shown(member.name) + " at a place where no member begins",
                                std::min(member.header, reading.window.size()), ErrorKind::Truncated);
    return;
  }
  compare(reading, entry, *local);
  member.data = local->data;
  // What reads it by one of the two headers must be able to: it is taken for encrypted where both say so.
  member.encrypted = (entry.flags & local->numbers.flags & (kFlagEncrypted | kFlagStrong)) != 0;
  if (member.method == 0 && !member.encrypted && member.bytes != member.stored_bytes) {
    reading.examination.invalid("zip-size-mismatch", shown(member.name) + " is stored as it is, in " + std::to_string(member.stored_bytes) + " bytes, and claims to have " +
                                                         std::to_string(member.bytes), member.header);
  }
  const auto end = checked_add(member.data, member.stored_bytes);
  if (!end || *end > reading.window.size()) {
    reading.examination.invalid("zip-member-cut", shown(member.name) + " ends behind the file", member.header, ErrorKind::Truncated);
    entry.end = reading.window.size();
    return;
  }
  entry.end = *end;
  if ((local->numbers.flags & kFlagDescriptor) != 0) {
    // Read together with the next header, which lies right behind it.
    if (next_header >= *end) static_cast<void>(reading.window.at(*end, 4, near ? kAhead : small + 24));
    check_descriptor(reading, entry, *local, *end);
  }
}

// The raw storages of a PyTorch archive, hundreds of them: where each lies exactly costs a request and is not needed to know what the file holds.
bool holds_raw_storage(const ZipMember& member) {
  const std::string_view folder = file_name(parent_path(member.name));
  return member.method == 0 && (folder == "data" || folder == ".data") && file_extension(member.name) != "pkl";
}

}  // namespace

std::uint64_t behind_descriptor(ZipReading& reading, std::uint64_t offset, const ZipNumbers& numbers) {
  for (const bool marked : {true, false}) {
    for (const std::uint64_t width : {std::uint64_t{4}, std::uint64_t{8}}) {
      const std::uint64_t length = (marked ? 4 : 0) + 4 + 2 * width;
      const auto record = reading.window.at(offset, length);
      if (!record || (marked && !record->starts_with(kDescriptorMark))) continue;
      const char* field = record->data() + (marked ? 4 : 0);
      const std::uint64_t stored = width == 4 ? load_le<std::uint32_t>(field + 4) : load_le<std::uint64_t>(field + 4);
      const std::uint64_t bytes = width == 4 ? load_le<std::uint32_t>(field + 4 + width) : load_le<std::uint64_t>(field + 4 + width);
      if (load_le<std::uint32_t>(field) == numbers.crc && stored == numbers.stored && bytes == numbers.bytes) return offset + length;
    }
  }
  return offset;
}

void read_local_headers(ZipReading& reading, std::size_t first) {
  auto& entries = reading.entries;
  std::vector<std::uint32_t> order(entries.size() - first);
  std::iota(order.begin(), order.end(), static_cast<std::uint32_t>(first));
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return entries[a].member.header < entries[b].member.header; });
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (reading.bytes.remote() && holds_raw_storage(entries[order[i]].member)) {
      entries[order[i]].member.located = false;
      continue;
    }
    const std::uint64_t next = i + 1 < order.size() ? entries[order[i + 1]].member.header : reading.window.size();
    read_one(reading, entries[order[i]], next);
  }
}

std::optional<ZipEntry> read_unlisted(ZipReading& reading, std::uint64_t offset, std::uint64_t end, bool by_chance) {
  auto local = read_local(reading.window, offset, kUsualExtra);
  if (!local || local->data > end) return std::nullopt;
  ZipNumbers& numbers = local->numbers;
  if (by_chance) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20; };
    const bool name = !local->name.empty() && find_invalid_utf8(local->name) == std::string_view::npos && std::none_of(local->name.begin(), local->name.end(), control);
    if (!name || numbers.method > 99 || (numbers.flags & 0xC780u) != 0) return std::nullopt;
  }
  static_cast<void>(apply_zip64(local->extra, false, numbers));
  ZipEntry entry;
  entry.place = offset;
  entry.flags = numbers.flags;
  ZipMember& member = entry.member;
  member = {std::string(local->name), offset, local->data, numbers.stored, numbers.bytes, numbers.method, (numbers.flags & kFlagEncrypted) != 0, false, local->name.ends_with('/'), numbers.crc};
  if ((numbers.flags & kFlagDescriptor) == 0 && numbers.stored <= end - local->data) {
    entry.end = local->data + numbers.stored;
  }  // else the caller finds where it ends
  return entry;
}

}  // namespace aboveboard::format
