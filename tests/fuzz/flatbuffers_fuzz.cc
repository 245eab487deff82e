// The readers of FlatBuffers on any bytes.
#include "format/executorch/executorch.h"
#include "format/tflite/tflite.h"
#include "graphs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  fuzzing::examine(data, size, format::looks_like_tflite, format::read_tflite);
  fuzzing::examine(data, size, format::looks_like_executorch, format::read_executorch);
  return 0;
}
