#include "source/archive/zip_directory.h"

#include <algorithm>

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

}  // namespace

std::optional<ZipDirectory> read_zip_directory(ByteSource& source) {
  const std::optional<Extent> extent = find_extent(source);
  if (!extent) return std::nullopt;
  std::uint64_t begin = extent->end - std::min(extent->end, extent->bytes);
  if (!is_entry_at(source, begin)) begin = extent->offset;
  if (!is_entry_at(source, begin) || begin > extent->end || extent->end - begin > limits::kArchiveDirectoryBytes) return std::nullopt;
  const Result<std::string> directory = read_range(source, begin, extent->end - begin);
  if (!directory) return std::nullopt;
  ZipDirectory found;
  std::string_view rest = *directory;
  while (rest.size() >= kEntryBytes && rest.starts_with(kEntry)) {
    const std::size_t name = load_le<std::uint16_t>(rest.data() + 28), extra = load_le<std::uint16_t>(rest.data() + 30), comment = load_le<std::uint16_t>(rest.data() + 32);
    ++found.entries;
    const std::string_view text = rest.substr(kEntryBytes, name);
    if (found.name_with_nul.empty() && text.find('\0') != std::string_view::npos) found.name_with_nul = text;
    rest.remove_prefix(std::min(rest.size(), kEntryBytes + name + extra + comment));
  }
  return found;
}

}  // namespace aboveboard
