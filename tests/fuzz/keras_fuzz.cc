// Keras configurations on any bytes, also as the config.json of an archive.
#include <cstdint>
#include <string_view>

#include "format/keras/keras.h"
#include "require_sound.h"

namespace {

using namespace aboveboard;

void read_both(ByteSource& bytes, format::Examination& examination) {
  if (const auto archive = format::open_zip(bytes, examination); archive && format::is_keras_zip(*archive)) format::read_keras_zip(bytes, *archive, examination);
  const auto text = read_all(bytes, 1u << 20);
  if (text) format::read_keras_config(*text, 0, examination);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::run({reinterpret_cast<const char*>(data), size}, read_both);
  return 0;
}
