#include "format/tar/headers.h"

#include <algorithm>

namespace aboveboard::format {
namespace {

constexpr std::size_t kChecksumAt = 148, kChecksumBytes = 8;

std::string_view text(std::string_view block, std::size_t at, std::size_t length) {
  const std::string_view field = block.substr(at, length);
  return field.substr(0, std::min(field.find('\0'), field.size()));
}

}  // namespace

std::optional<std::uint64_t> tar_number(std::string_view field) {
  if (field.empty()) return std::nullopt;
  const auto first = static_cast<unsigned char>(field.front());
  std::uint64_t value = 0;
  if (first >= 0x80) {  // base 256; 0xFF would begin a negative number
    if (first == 0xFF) return std::nullopt;
    for (std::size_t i = 0; i < field.size(); ++i) {
      if (value >> 56 != 0) return std::nullopt;
      value = (value << 8) | static_cast<unsigned char>(i == 0 ? first & 0x7F : field[i]);
    }
    return value;
  }
  std::size_t at = field.find_first_not_of(' ');
  if (at == std::string_view::npos) return std::uint64_t{0};
  for (; at < field.size() && field[at] >= '0' && field[at] <= '7'; ++at) {
    if (value >> 61 != 0) return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(field[at] - '0');
  }
  // A space or NUL ends it; what stands behind that is left over from longer numbers in some writers.
  return at == field.size() || field[at] == ' ' || field[at] == '\0' ? std::optional(value) : std::nullopt;
}

bool tar_checksum_holds(std::string_view block) {
  const auto told = tar_number(block.substr(kChecksumAt, kChecksumBytes));
  if (!told || block.size() < kTarBlock) return false;
  std::uint64_t sum = 0;
  std::int64_t signed_sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const bool own = i >= kChecksumAt && i < kChecksumAt + kChecksumBytes;
    sum += own ? ' ' : static_cast<unsigned char>(block[i]);
    signed_sum += own ? ' ' : static_cast<signed char>(block[i]);
  }
  return *told == sum || static_cast<std::int64_t>(*told) == signed_sum;
}

TarHeader parse_tar_header(std::string_view block) {
  TarHeader header;
  header.name = text(block, 0, 100);
  header.bytes = tar_number(block.substr(124, 12));
  header.number_broken = !tar_number(block.substr(100, 8));
  header.type = block[156] == '\0' ? '0' : block[156];
  header.link = text(block, 157, 100);
  header.gnu = block.substr(257, 8) == std::string_view("ustar  \0", 8);
  header.ustar = block.substr(257, 6) == std::string_view("ustar\0", 6);
  if (header.ustar) {
    if (const std::string_view prefix = text(block, 345, 155); !prefix.empty()) header.name = std::string(prefix) + "/" + header.name;
  }
  header.sparse_continues = header.type == 'S' && block[482] != '\0';
  // Before ustar a folder was a file whose name ends so.
  if (header.type == '0' && !header.ustar && !header.gnu && header.name.ends_with('/')) header.type = '5';
  return header;
}

std::optional<std::map<std::string, std::string, std::less<>>> parse_pax(std::string_view records) {
  std::map<std::string, std::string, std::less<>> found;
  while (!records.empty() && records.front() != '\0') {  // some writers pad with NULs
    std::uint64_t length = 0;
    std::size_t at = 0;
    for (; at < records.size() && at < 10 && records[at] >= '0' && records[at] <= '9'; ++at) length = length * 10 + static_cast<std::uint64_t>(records[at] - '0');
    if (at == 0 || at >= records.size() || records[at] != ' ' || length <= at + 1 || length > records.size()) return std::nullopt;
    const std::string_view record = records.substr(at + 1, static_cast<std::size_t>(length) - at - 1);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos || equals == 0 || record.back() != '\n') return std::nullopt;
    found.insert_or_assign(std::string(record.substr(0, equals)), std::string(record.substr(equals + 1, record.size() - equals - 2)));
    records.remove_prefix(static_cast<std::size_t>(length));
  }
  return found;
}

}  // namespace aboveboard::format
