#include "base/bytes.h"

#include <algorithm>

namespace aboveboard {

Status MemorySource::read_at(std::uint64_t offset, std::span<std::byte> out) {
  if (offset > bytes_.size() || out.size() > bytes_.size() - offset) {
    return fail(ErrorKind::Truncated, "the file ends before byte " + std::to_string(offset + out.size()),
                {.path = {}, .line = {}, .byte = offset});
  }
  if (!out.empty()) std::memcpy(out.data(), bytes_.data() + offset, out.size());
  return {};
}

Result<std::string> read_range(ByteSource& source, std::uint64_t offset, std::uint64_t length) {
  if (offset > source.size() || length > source.size() - offset) {
    return fail(ErrorKind::Truncated,
                "needs " + std::to_string(length) + " bytes but the file has " + std::to_string(source.size()),
                {.path = {}, .line = {}, .byte = offset});
  }
  std::string bytes(static_cast<std::size_t>(length), '\0');
  ABOVEBOARD_TRY(source.read_at(offset, std::as_writable_bytes(std::span(bytes))));
  return bytes;
}

Result<std::string> ByteSource::head(std::uint64_t limit) { return read_range(*this, 0, std::min(size(), limit)); }

Result<std::string> read_all(ByteSource& source, std::uint64_t limit) {
  if (source.size() > limit) {
    return fail(ErrorKind::LimitReached,
                std::to_string(source.size()) + " bytes, more than the limit of " + std::to_string(limit));
  }
  return read_range(source, 0, source.size());
}

}  // namespace aboveboard
