#include "format/protobuf/message_walk.h"

#include "base/limits.h"

namespace aboveboard::format {

bool MessageWalk::count(std::uint64_t place) {
  if (++walked_ <= limits::kProtobufFields) return true;
  keeper.limit("the file has more fields than are walked; the rest was not looked at", place);
  stopped_ = true;
  return false;
}

bool MessageWalk::check(const WireReader& reader) {
  if (!reader.error()) return true;
  stopped_ = true;
  if (window.error()) {
    keeper.check_readable(window);
    return false;
  }
  const Error& error = *reader.error();
  keeper.invalid(error.kind == ErrorKind::Truncated ? "truncated" : "wire", error.message, error.place.byte.value_or(0), error.kind);
  return false;
}

void MessageWalk::finish() {
  keeper.check_readable(window);
  keeper.examination().contents().header_bytes += window.bytes_read();
}

}  // namespace aboveboard::format
