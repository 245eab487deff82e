// Decompressor: one library behind one step. Each codec/*.cc wraps one library; decode_stream.cc turns them into streams.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "format/codec/codec.h"

namespace aboveboard::format {

struct CodecStep {
  std::size_t taken = 0;  // of the input
  std::size_t made = 0;   // in the output
  enum { kMore, kEnd, kBroken, kTooLarge } state = kMore;  // kTooLarge: it asks for more memory than limits::kCodecMemory
};

class Decompressor {
 public:
  virtual ~Decompressor() = default;
  // Takes from `in` and fills `out`, as far as it gets with either. `last`: nothing follows `in`.
  virtual CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool last) = 0;
  // Behind an end: is made ready for another member of the same kind. False where memory ends.
  virtual bool restart() = 0;
  // Does another member begin with these bytes (4 at least)? Always false where the format has no such thing.
  virtual bool continues_with(std::string_view) const { return false; }
  // May zeros stand between and behind members?
  virtual bool zeros_may_follow() const { return false; }
};

// Null where the library gives no memory.
std::unique_ptr<Decompressor> make_inflater(Codec codec);  // Deflate, Zlib, Gzip
std::unique_ptr<Decompressor> make_bunzipper();
std::unique_ptr<Decompressor> make_lzma_decoder(Codec codec);  // Xz, Lzma
std::unique_ptr<Decompressor> make_lz4_decoder();
std::unique_ptr<Decompressor> make_zstd_decoder();

}  // namespace aboveboard::format
