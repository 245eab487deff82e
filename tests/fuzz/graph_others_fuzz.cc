// Indexes of checkpoints, blobs of Core ML, files from before GGUF, and the table of formats that are only recognized, on any bytes.
#include "format/coreml/coreml.h"
#include "format/ggml/ggml.h"
#include "format/other/other.h"
#include "format/tensorflow/tensorflow.h"
#include "graphs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  fuzzing::examine(data, size, format::looks_like_checkpoint_index, format::read_checkpoint_index);
  fuzzing::examine(data, size, format::looks_like_coreml_blobs, format::read_coreml_blobs);
  fuzzing::examine(data, size, format::looks_like_ggml, format::read_ggml);
  fuzzing::examine(data, size, format::looks_like_other, [](ByteSource&, format::Examination&) {});
  return 0;
}
