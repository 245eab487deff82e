// The flax reader on any bytes: what it tells lies in them, and nothing broken passes without a word.
#include <cstdint>
#include <string_view>

#include "format/flax/flax.h"
#include "require_sound.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  aboveboard::fuzz::run({reinterpret_cast<const char*>(data), size}, aboveboard::format::read_flax);
  return 0;
}
