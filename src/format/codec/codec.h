// Codecs: compressed bytes as streams. The libraries are named in codec/*.cc and nowhere else.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "base/stream.h"
#include "format/examination.h"

namespace aboveboard::format {

enum class Codec {
  Deflate,  // raw, as in zip (RFC 1951)
  Zlib,     // RFC 1950: also joblib's default
  Gzip,     // RFC 1952, all of its members one behind the other
  Bzip2,
  Xz,
  Lzma,     // "alone", as .lzma files and joblib have it
  Lz4,      // frames
  Zstd,
};

// What `input` (which must live as long) is made into. Memory is bounded whatever the headers ask for (limits::kCodecMemory). Every byte made counts
// against `budget`; beyond limits::kInflatedTotal, or `limit` for this stream alone, reading fails with LimitReached.
std::unique_ptr<ByteStream> decode(Codec codec, std::unique_ptr<ByteStream> input, Budget& budget, std::uint64_t limit);

// A file that is one compressed stream: gzip, zlib, bzip2, xz, lzma, lz4, zstd. What is in it is examined as the member "(gzip)" and so on.
bool looks_compressed(const Sniff& sniff);
void read_compressed(ByteSource& bytes, Examination& examination);

// Makes the same stream once more, from its beginning.
using StreamOpener = std::function<Result<std::unique_ptr<ByteStream>>()>;

// A stream as a source that readers may jump about in, for what is decompressed. Reads forward cost nothing twice; the first half of limits::kMemberBytes is
// kept as far as it is asked for, and as much of what was read last. Reads further back begin anew (a few times; then they fail with LimitReached), and
// stream() does so always. `size` is what the container announces; UINT64_MAX where it does not: it is then found by reading to the end, or to where the
// stream breaks.
std::unique_ptr<ByteSource> as_source(StreamOpener open, std::uint64_t size);
// The same of a stream that cannot be had again.
std::unique_ptr<ByteSource> as_source(std::unique_ptr<ByteStream> stream, std::uint64_t size);

}  // namespace aboveboard::format
