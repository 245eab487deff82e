#include "format/tensorflow/table.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/limits.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kFooterBytes = 48;
constexpr std::uint64_t kTableMagic = 0xdb4775248b80fb57ull;
constexpr std::uint64_t kTrailerBytes = 5;
constexpr std::uint32_t kMaskDelta = 0xa282ead8u;  // checksums are stored rotated and with this added

constexpr std::array<std::uint32_t, 256> make_crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78u : 0);
    table[i] = crc;
  }
  return table;
}
constexpr auto kCrcTable = make_crc_table();

// A varint at bytes[at]; moves `at` behind it.
std::optional<std::uint64_t> take_varint(std::string_view bytes, std::size_t& at) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && at < bytes.size(); shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) == 0) return value;
  }
  return std::nullopt;
}

std::optional<TableBlock> take_handle(std::string_view bytes, std::size_t& at) {
  const auto offset = take_varint(bytes, at);
  const auto size = offset ? take_varint(bytes, at) : std::nullopt;
  if (!size) return std::nullopt;
  return TableBlock{*offset, *size};
}

// The entries of a block that is whole: keys share their beginning with the key before them.
bool walk_entries(std::string_view bytes, std::uint64_t place, std::string& why, const std::function<bool(const TableEntry&)>& visit) {
  if (bytes.size() < 4) return why = "a block is shorter than its own end", false;
  const std::uint64_t restarts = load_le<std::uint32_t>(bytes.data() + bytes.size() - 4);
  if (restarts > (bytes.size() - 4) / 4) return why = "a block claims more restarts than it has bytes for", false;
  const std::string_view entries = bytes.substr(0, bytes.size() - 4 - static_cast<std::size_t>(restarts) * 4);
  TableEntry entry;
  std::size_t at = 0;
  while (at < entries.size()) {
    const auto shared = take_varint(entries, at);
    const auto fresh = shared ? take_varint(entries, at) : std::nullopt;
    const auto length = fresh ? take_varint(entries, at) : std::nullopt;
    if (!length || *shared > entry.key.size() || *fresh > entries.size() - at || *length > entries.size() - at - *fresh)
      return why = "an entry of a block does not fit it", false;
    entry.key.resize(static_cast<std::size_t>(*shared));
    entry.key += entries.substr(at, static_cast<std::size_t>(*fresh));
    at += static_cast<std::size_t>(*fresh);
    entry.value = {place + at, place + at + *length};
    at += static_cast<std::size_t>(*length);
    if (!visit(entry)) return true;
  }
  return true;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  std::uint32_t crc = ~0u;
  for (const char c : bytes) crc = (crc >> 8) ^ kCrcTable[(crc ^ static_cast<unsigned char>(c)) & 0xff];
  return ~crc;
}

std::optional<TableBlock> find_table_index(ByteWindow& window) {
  if (window.size() < kFooterBytes + kTrailerBytes) return std::nullopt;
  const auto footer = window.view(window.size() - kFooterBytes, kFooterBytes);
  if (!footer || load_le<std::uint64_t>(footer->data() + kFooterBytes - 8) != kTableMagic) return std::nullopt;
  const std::string_view handles = footer->substr(0, kFooterBytes - 8);
  std::size_t at = 0;
  if (!take_handle(handles, at)) return std::nullopt;  // of the meta index, which nobody uses
  return take_handle(handles, at);
}

std::optional<TableBlock> read_block_handle(ByteWindow& window, ByteRange value) {
  const auto bytes = window.view(value.begin, std::min<std::uint64_t>(value.size(), 20));
  std::size_t at = 0;
  return bytes ? take_handle(*bytes, at) : std::nullopt;
}

BlockState read_table_block(ByteWindow& window, ByteSource& source, const TableBlock& block, std::string& why,
                            const std::function<bool(const TableEntry&)>& visit) {
  if (block.offset > window.size() || kTrailerBytes > window.size() - block.offset || block.size > window.size() - block.offset - kTrailerBytes) {
    why = "a block ends behind the file";
    return BlockState::Broken;
  }
  if (block.size > limits::kBundleBlockBytes) return BlockState::TooLong;
  const auto bytes = read_range(source, block.offset, block.size + kTrailerBytes);
  if (!bytes) {
    why = bytes.error().message;
    return BlockState::Broken;
  }
  const std::string_view checked = std::string_view(*bytes).substr(0, static_cast<std::size_t>(block.size) + 1);
  const std::uint32_t stored = load_le<std::uint32_t>(bytes->data() + block.size + 1) - kMaskDelta;
  if (crc32c(checked) != ((stored >> 17) | (stored << 15))) {
    why = "the checksum of a block is wrong";
    return BlockState::Broken;
  }
  if (checked.back() != 0) return BlockState::Compressed;
  return walk_entries(checked.substr(0, checked.size() - 1), block.offset, why, visit) ? BlockState::Whole : BlockState::Broken;
}

}  // namespace aboveboard::format
