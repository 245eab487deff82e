#include "format/hdf5/file.h"

#include <algorithm>
#include <bit>

#include "base/limits.h"

namespace aboveboard::format::hdf5 {
namespace {

constexpr std::uint64_t kPageBytes = 4096;
constexpr std::size_t kPages = 256;

}  // namespace

std::uint64_t Cursor::number(unsigned width) {
  const std::string_view bytes = take(width);
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = i < 8 ? value << 8 | static_cast<unsigned char>(bytes[i]) : value;
  return value;
}

std::uint64_t Cursor::address() {
  const std::uint64_t value = number(widths_.address);
  const std::uint64_t all = widths_.address >= 8 ? UINT64_MAX : (std::uint64_t{1} << (8 * widths_.address)) - 1;
  return value == all ? kUndefined : value;
}

std::string_view Cursor::take(std::uint64_t count) {
  if (!ok_ || count > remaining()) {
    ok_ = false;
    return {};
  }
  const std::string_view part = bytes_.substr(at_, static_cast<std::size_t>(count));
  at_ += part.size();
  return part;
}

std::string_view Cursor::text() {
  const std::size_t end = bytes_.find('\0', at_);
  if (!ok_ || end == std::string_view::npos) {
    ok_ = false;
    return {};
  }
  const std::string_view part = bytes_.substr(at_, end - at_);
  at_ = end + 1;
  return part;
}

File::File(ByteSource& source) : source_(source), size_(source.size()), limit_(limits::kHdf5MetadataBytes), pages_(kPages) {}

Status File::copy(std::uint64_t begin, std::uint64_t length, std::string& out) {
  while (length != 0) {
    Page& page = pages_[begin / kPageBytes % kPages];
    if (page.index != begin / kPageBytes) {
      page.index = UINT64_MAX;
      const std::uint64_t first = begin / kPageBytes * kPageBytes;
      ABOVEBOARD_ASSIGN(page.bytes, read_range(source_, first, std::min(kPageBytes, size_ - first)));
      page.index = begin / kPageBytes;
    }
    const std::uint64_t at = begin % kPageBytes;
    const std::uint64_t part = std::min<std::uint64_t>(length, page.bytes.size() - at);
    out.append(page.bytes, static_cast<std::size_t>(at), static_cast<std::size_t>(part));
    begin += part;
    length -= part;
  }
  return {};
}

Result<std::string> File::read(std::uint64_t address, std::uint64_t length) {
  if (address == kUndefined) return broken("an address is undefined where something must be", 0);
  if (length > room(address)) return broken("a structure of " + std::to_string(length) + " bytes ends behind the file", address, ErrorKind::Truncated);
  if (!spend(length + 16)) return broken("more structure than is read", address, ErrorKind::LimitReached);
  if (length >= 16 * kPageBytes) return read_range(source_, base_ + address, length);
  std::string out;
  out.reserve(static_cast<std::size_t>(length));
  ABOVEBOARD_TRY(copy(base_ + address, length, out));
  return out;
}

Status File::enter(std::uint64_t address) {
  if (entered_.insert(address).second) return {};
  return broken("a structure is reached twice: the file runs in circles", address);
}

tl::unexpected<Error> broken(std::string message, std::uint64_t address, ErrorKind kind) { return fail(kind, std::move(message), {{}, std::nullopt, address}); }

std::uint32_t checksum(std::string_view bytes) {
  const auto word = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = std::min<std::size_t>(4, bytes.size() - std::min(at, bytes.size())); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
  };
  std::uint32_t a = 0xdeadbeef + static_cast<std::uint32_t>(bytes.size());
  std::uint32_t b = a;
  std::uint32_t c = a;
  std::size_t at = 0;
  for (; bytes.size() - at > 12; at += 12) {
    a += word(at), b += word(at + 4), c += word(at + 8);
    a -= c, a ^= std::rotl(c, 4), c += b;
    b -= a, b ^= std::rotl(a, 6), a += c;
    c -= b, c ^= std::rotl(b, 8), b += a;
    a -= c, a ^= std::rotl(c, 16), c += b;
    b -= a, b ^= std::rotl(a, 19), a += c;
    c -= b, c ^= std::rotl(b, 4), b += a;
  }
  if (bytes.size() == at) return c;
  a += word(at), b += word(at + 4), c += word(at + 8);
  c ^= b, c -= std::rotl(b, 14);
  a ^= c, a -= std::rotl(c, 11);
  b ^= a, b -= std::rotl(a, 25);
  c ^= b, c -= std::rotl(b, 16);
  a ^= c, a -= std::rotl(c, 4);
  b ^= a, b -= std::rotl(a, 14);
  c ^= b, c -= std::rotl(b, 24);
  return c;
}

}  // namespace aboveboard::format::hdf5
