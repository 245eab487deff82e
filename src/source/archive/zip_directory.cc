#include "source/archive/zip_directory.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kTail = 16u << 10;  // in which libarchive looks for the end record
constexpr std::string_view kEntry = "PK\x01\x02", kEnd = "PK\x05\x06", kEnd64 = "PK\x06\x06", kLocator = "PK\x06\x07";
constexpr std::size_t kEntryBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocatorBytes = 20;

// Where the directory lies, by an end record (APPNOTE 6.3.10, sections 4.3.14 to 4.3.16).
struct Extent {
  std::uint64_t end = 0;     // where the records behind it begin
  std::uint64_t bytes = 0;
  std::uint64_t offset = 0;  // as announced, which is wrong where something stands before the archive
};

std::optional<Extent> find_extent(ByteSource& source) {
  const std::uint64_t size = source.size(), tail_at = size - std::min(size, kTail);
  const Result<std::string> tail = read_range(source, tail_at, size - tail_at);
  if (!tail) return std::nullopt;
  const std::size_t found = tail->rfind(kEnd, tail->size() < kEndBytes ? 0 : tail->size() - kEndBytes);
  if (found == std::string::npos || tail->size() - found < kEndBytes) return std::nullopt;
  const char* record = tail->data() + found;
  Extent extent = {tail_at + found, load_le<std::uint32_t>(record + 12), load_le<std::uint32_t>(record + 16)};
  if (found >= kLocatorBytes && std::string_view(*tail).substr(found - kLocatorBytes, 4) == kLocator) {
    const auto at = load_le<std::uint64_t>(record - kLocatorBytes + 8);
    const Result<std::string> end64 = at < size ? read_range(source, at, kEnd64Bytes) : Result<std::string>(std::string());
    if (end64 && end64->starts_with(kEnd64)) extent = {at, load_le<std::uint64_t>(end64->data() + 40), load_le<std::uint64_t>(end64->data() + 48)};
  }
  return extent;
}

bool is_entry_at(ByteSource& source, std::uint64_t offset) {
  if (offset > source.size() || source.size() - offset < kEntryBytes) return false;
  const Result<std::string> mark = read_range(source, offset, kEntry.size());
  return mark && *mark == kEntry;
}

// Are a record's bytes stored as they are? Sizes that do not fit stand in the extra field 1 (section 4.5.3), the unpacked one first.
bool stored_as_is(std::string_view record, std::string_view extra) {
  constexpr std::uint64_t kSaturated = 0xffffffff;
  if (load_le<std::uint16_t>(record.data() + 10) != 0 || (load_le<std::uint16_t>(record.data() + 8) & 1) != 0) return false;
  std::uint64_t packed = load_le<std::uint32_t>(record.data() + 20), unpacked = load_le<std::uint32_t>(record.data() + 24);
  if (packed != kSaturated && unpacked != kSaturated) return packed == unpacked;
  if (packed != unpacked) return false;
  while (extra.size() >= 4) {
    const std::size_t id = load_le<std::uint16_t>(extra.data()), size = load_le<std::uint16_t>(extra.data() + 2);
    if (id == 1) return size >= 16 && extra.size() >= 20 && load_le<std::uint64_t>(extra.data() + 4) == load_le<std::uint64_t>(extra.data() + 12);
    extra.remove_prefix(std::min(extra.size(), 4 + size));
  }
  return false;
}

}  // namespace

ZipDirectory::ZipDirectory(std::string records) : records_(std::move(records)) {
  std::string_view rest = records_;
  while (rest.size() >= kEntryBytes && rest.starts_with(kEntry)) {
    const std::size_t name = load_le<std::uint16_t>(rest.data() + 28), extra = load_le<std::uint16_t>(rest.data() + 30), comment = load_le<std::uint16_t>(rest.data() + 32);
    ++entries_;
    const std::string_view text = rest.substr(kEntryBytes, name);
    if (name_with_nul_.empty() && text.find('\0') != std::string_view::npos) name_with_nul_ = text;
    const bool stored = stored_as_is(rest, rest.substr(std::min(rest.size(), kEntryBytes + name), extra));
    const auto known = stored_.try_emplace(text, stored).first;
    known->second = known->second && stored;
    rest.remove_prefix(std::min(rest.size(), kEntryBytes + name + extra + comment));
  }
}

bool ZipDirectory::is_stored(std::string_view name) const {
  const auto found = stored_.find(name);
  return found != stored_.end() && found->second;
}

std::unique_ptr<const ZipDirectory> read_zip_directory(ByteSource& source) {
  const std::optional<Extent> extent = find_extent(source);
  if (!extent) return nullptr;
  std::uint64_t begin = extent->end - std::min(extent->end, extent->bytes);
  if (!is_entry_at(source, begin)) begin = extent->offset;
  if (!is_entry_at(source, begin) || begin > extent->end || extent->end - begin > limits::kArchiveDirectoryBytes) return nullptr;
  Result<std::string> records = read_range(source, begin, extent->end - begin);
  return records ? std::make_unique<const ZipDirectory>(std::move(*records)) : nullptr;
}

}  // namespace aboveboard
