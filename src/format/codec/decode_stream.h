// What the readers of containers know of a compressed stream besides its bytes: how it ended.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/result.h"
#include "base/stream.h"
#include "format/codec/codec.h"

namespace aboveboard::format {

// Over all passes through the same bytes.
struct DecodeOutcome {
  std::optional<Error> error;  // the first
  bool ended = false;          // the end was reached, rightly
  std::uint64_t taken = 0;     // compressed bytes, as far as the furthest pass went (at the end: without zeros and what else lies behind it)
  std::uint64_t made = 0;      // and what they became
};

// decode() as in codec.h, with word of how it went. `outcome` must live as long.
std::unique_ptr<ByteStream> decode(Codec codec, std::unique_ptr<ByteStream> input, Budget& budget, std::uint64_t limit, DecodeOutcome* outcome);

// Notes, once for a file, that few bytes became very many.
void note_ratio(std::uint64_t made, std::uint64_t stored, Examination& examination, std::uint64_t byte);

}  // namespace aboveboard::format
