#include "format/hdf5/superblock.h"

#include <algorithm>
#include <array>
#include <span>

namespace aboveboard::format::hdf5 {
namespace {

constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);

Status set_widths(File& file, unsigned address, unsigned length) {
  const auto known = [](unsigned width) { return width == 2 || width == 4 || width == 8; };
  const auto rare = [](unsigned width) { return width == 16 || width == 32; };
  if (rare(address) || rare(length)) return broken("addresses of more than 64 bits", 13, ErrorKind::Unsupported);
  if (!known(address) || !known(length)) return broken("addresses or lengths of an impossible width", 13);
  file.set_widths({address, length});
  return {};
}

Status read_first(File& file, std::string_view bytes, Superblock& block) {
  const std::size_t fixed = block.version == 1 ? 28 : 24;
  if (bytes.size() < fixed) return broken("the file ends in the superblock", 0, ErrorKind::Truncated);
  ABOVEBOARD_TRY(set_widths(file, static_cast<unsigned char>(bytes[13]), static_cast<unsigned char>(bytes[14])));
  Cursor in = file.cursor(bytes.substr(fixed));
  block.base = in.address();
  in.address();
  block.end = in.address();
  block.driver = in.address();
  in.length();  // the root's name
  block.root = in.address();
  if (!in.ok()) return broken("the file ends in the superblock", 0, ErrorKind::Truncated);
  return {};
}

Status read_second(File& file, std::string_view bytes, Superblock& block) {
  if (bytes.size() < 12) return broken("the file ends in the superblock", 0, ErrorKind::Truncated);
  ABOVEBOARD_TRY(set_widths(file, static_cast<unsigned char>(bytes[9]), static_cast<unsigned char>(bytes[10])));
  Cursor in = file.cursor(bytes);
  in.skip(12);
  block.base = in.address();
  block.extension = in.address();
  block.end = in.address();
  block.root = in.address();
  const std::size_t end = in.position();
  const std::uint32_t stored = in.u32();
  if (!in.ok()) return broken("the file ends in the superblock", 0, ErrorKind::Truncated);
  block.checksum_fits = checksum(bytes.substr(0, end)) == stored;
  return {};
}

}  // namespace

std::optional<std::uint64_t> find_signature(ByteSource& bytes, std::uint64_t limit) {
  std::array<char, 8> found{};
  for (std::uint64_t at = 0; at <= limit && at < bytes.size() && bytes.size() - at >= found.size(); at = at == 0 ? 512 : 2 * at) {
    if (!bytes.read_at(at, std::as_writable_bytes(std::span(found)))) return std::nullopt;
    if (std::string_view(found.data(), found.size()) == kSignature) return at;
    if (at > UINT64_MAX / 2) break;
  }
  return std::nullopt;
}

Result<Superblock> read_superblock(File& file) {
  const Result<std::string> read = file.read(0, std::min<std::uint64_t>(file.room(0), 128));
  if (!read) return fail(read.error());
  const std::string& bytes = *read;
  Superblock block;
  if (bytes.size() < 9) return broken("the file ends in the superblock", 0, ErrorKind::Truncated);
  block.version = static_cast<unsigned char>(bytes[8]);
  if (block.version > 3) return broken("a superblock of version " + std::to_string(block.version), 8, ErrorKind::Unsupported);
  ABOVEBOARD_TRY(block.version < 2 ? read_first(file, bytes, block) : read_second(file, bytes, block));
  return block;
}

}  // namespace aboveboard::format::hdf5
