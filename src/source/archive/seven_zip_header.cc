#include "source/archive/seven_zip_header.h"

#include <algorithm>

#include "base/limits.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kStartHeader = 32;
constexpr std::uint64_t kCoders = 8, kStreams = 32;
enum : unsigned char { kEnd = 0, kHeader = 1, kPackInfo = 6, kUnpackInfo = 7, kSizes = 9, kFolder = 11, kUnpackSizes = 12, kEncodedHeader = 23 };

// Walks the header's properties ("7zFormat.txt" of the 7-Zip sources, "Header structures"). Whatever is not as expected ends it.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  unsigned char byte() {
    if (rest_.empty()) return broken();
    const auto value = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    return value;
  }
  void expect(unsigned char wanted) {
    if (byte() != wanted) broken();
  }
  // A number of 1 to 9 bytes: as many leading ones in the first as bytes follow it.
  std::uint64_t number() {
    const unsigned first = byte();
    std::uint64_t value = 0;
    unsigned mask = 0x80;
    for (unsigned i = 0; i < 8; ++i, mask >>= 1) {
      if ((first & mask) == 0) return value | (static_cast<std::uint64_t>(first & (mask - 1)) << (8 * i));
      value |= static_cast<std::uint64_t>(byte()) << (8 * i);
    }
    return value;
  }
  // A count that must be small.
  std::uint64_t count(std::uint64_t most) {
    const std::uint64_t value = number();
    return value <= most ? value : broken();
  }
  void pass(std::uint64_t bytes) {
    if (bytes > rest_.size()) {
      broken();
    } else {
      rest_.remove_prefix(static_cast<std::size_t>(bytes));
    }
  }
  unsigned char broken() {
    ok_ = false;
    rest_ = {};
    return 0;
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

// One coder of a folder; how many streams come out of it, and go in.
std::pair<std::uint64_t, std::uint64_t> pass_coder(Cursor& cursor) {
  const unsigned flags = cursor.byte();
  cursor.pass(flags & 0x0f);  // its id
  std::uint64_t in = 1, out = 1;
  if ((flags & 0x10) != 0) {
    in = cursor.count(kStreams);
    out = cursor.count(kStreams);
  }
  if ((flags & 0x20) != 0) cursor.pass(cursor.number());  // its properties
  return {in, out};
}

// The largest size that something in a compressed header is said to unpack to.
std::uint64_t unpacked_size(Cursor& cursor) {
  cursor.expect(kPackInfo);
  cursor.number();  // position
  const std::uint64_t packed = cursor.count(kStreams);
  for (unsigned char id = cursor.byte(); id != kEnd && cursor.ok(); id = cursor.byte()) {
    if (id != kSizes) cursor.broken();  // nobody writes digests here
    for (std::uint64_t i = 0; i < packed; ++i) cursor.number();
  }
  cursor.expect(kUnpackInfo);
  cursor.expect(kFolder);
  if (cursor.count(1) != 1) cursor.broken();
  cursor.expect(0);  // not kept elsewhere
  std::uint64_t in = 0, out = 0;
  for (std::uint64_t i = cursor.count(kCoders); i > 0; --i) {
    const auto [coder_in, coder_out] = pass_coder(cursor);
    in += coder_in;
    out += coder_out;
  }
  const std::uint64_t pairs = out == 0 ? 0 : out - 1;
  for (std::uint64_t i = 0; i < 2 * pairs; ++i) cursor.number();
  if (in > pairs + 1) {
    for (std::uint64_t i = 0; i < in - pairs; ++i) cursor.number();
  }
  cursor.expect(kUnpackSizes);
  std::uint64_t largest = 0;
  for (std::uint64_t i = 0; i < out; ++i) largest = std::max(largest, cursor.number());
  return largest;
}

}  // namespace

Status check_seven_zip_header(ByteSource& bytes) {
  ABOVEBOARD_ASSIGN(const std::string start, read_range(bytes, 0, kStartHeader));
  const auto offset = load_le<std::uint64_t>(start.data() + 12), size = load_le<std::uint64_t>(start.data() + 20);
  const Error large = {ErrorKind::LimitReached, "the header of the 7z archive has more than " + std::to_string(limits::kSevenZipHeader) + " bytes", {}};
  if (size > limits::kSevenZipHeader) return fail(large);
  if (offset > bytes.size() - kStartHeader) return fail(ErrorKind::Truncated, "the file ends before the header of the 7z archive");
  if (size == 0) return {};
  ABOVEBOARD_ASSIGN(const std::string header, read_range(bytes, kStartHeader + offset, size));
  Cursor cursor(header);
  const unsigned char id = cursor.byte();
  if (id == kHeader) return {};
  const Error unclear = {ErrorKind::Malformed, "the header of the 7z archive does not say how large it is", {}};
  if (id != kEncodedHeader) return fail(unclear);
  const std::uint64_t unpacked = unpacked_size(cursor);
  if (!cursor.ok()) return fail(unclear);
  return unpacked > limits::kSevenZipHeader ? Status(fail(large)) : Status();
}

}  // namespace aboveboard
