// Every decompressor on any bytes: the same bytes come out whatever the pieces that they are asked for in, and the limit holds.
#include <memory>
#include <optional>
#include <utility>

#include "archive_examine.h"

namespace {

using namespace aboveboard;

constexpr std::uint64_t kLimit = 1u << 20;

std::pair<std::string, std::optional<ErrorKind>> decoded(format::Codec codec, std::string_view packed, std::size_t piece) {
  MemorySource source(packed);
  format::Budget budget;
  const auto stream = format::decode(codec, std::make_unique<RangeStream>(source, 0, packed.size()), budget, kLimit);
  std::string all, buffer(piece, '\0');
  while (true) {
    const auto got = stream->read(std::as_writable_bytes(std::span(buffer)));
    if (!got) return {std::move(all), got.error().kind};
    if (*got == 0) return {std::move(all), std::nullopt};
    all.append(buffer, 0, *got);
    fuzzing::require(all.size() <= kLimit);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view packed(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto codec = static_cast<format::Codec>(data[0] % 8);
  const auto whole = decoded(codec, packed, 65536), pieces = decoded(codec, packed, 997);
  // What comes before a break depends on the pieces, for some libraries; what ends well does not.
  const std::size_t both = std::min(whole.first.size(), pieces.first.size());
  fuzzing::require(std::string_view(whole.first).substr(0, both) == std::string_view(pieces.first).substr(0, both));
  fuzzing::require(whole.second.has_value() == pieces.second.has_value());
  const fuzzing::ArchiveWalk walk(packed);
  return 0;
}
