#include "format/protobuf/message_walk.h"

#include <algorithm>

#include "base/limits.h"
#include "format/name_hash.h"

namespace aboveboard::format {

bool MessageWalk::count(std::uint64_t place) {
  if (++walked_ <= limits::kProtobufFields) return true;
  keeper.limit("the file has more fields than are walked; the rest was not looked at", place);
  stopped_ = true;
  return false;
}

bool MessageWalk::check(const WireReader& reader) {
  if (!reader.error()) return true;
  broken_ = true;
  if (window.error()) {
    stopped_ = true;
    keeper.check_readable(window);
    return false;
  }
  const Error& error = *reader.error();
  const std::uint64_t place = error.place.byte.value_or(0);
  // Messages are walked more than once.
  if (told_.size() >= limits::kToldPerRule || std::find(told_.begin(), told_.end(), place) != told_.end()) return false;
  told_.push_back(place);
  keeper.invalid(error.kind == ErrorKind::Truncated ? "truncated" : "wire", error.message, place, error.kind);
  return false;
}

std::uint64_t MessageWalk::hash(ByteRange range) {
  std::uint64_t sum = 0;
  do {
    const std::uint64_t length = std::min(range.size(), ByteWindow::kLongest);
    const auto part = window.view(range.begin, length);
    if (!part) break;
    sum = sum * 0x100000001b3ull + hash_name(*part);
    range.begin += length;
  } while (range.size() > 0);
  return sum;
}

void MessageWalk::finish() {
  keeper.check_readable(window);
  keeper.examination().contents().header_bytes += window.bytes_read();
}

}  // namespace aboveboard::format
