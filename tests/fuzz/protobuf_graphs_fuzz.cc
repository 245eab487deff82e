// The readers of protobuf graphs on any bytes.
#include "format/coreml/coreml.h"
#include "format/onnx/onnx.h"
#include "format/tensorflow/tensorflow.h"
#include "graphs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  fuzzing::examine(data, size, format::looks_like_onnx, format::read_onnx);
  fuzzing::examine(data, size, format::looks_like_saved_model, format::read_saved_model);
  fuzzing::examine(data, size, format::looks_like_graph_def, format::read_graph_def);
  fuzzing::examine(data, size, format::looks_like_meta_graph, format::read_meta_graph);
  fuzzing::examine(data, size, format::looks_like_keras_metadata, format::read_keras_metadata);
  fuzzing::examine(data, size, format::looks_like_coreml, format::read_coreml);
  return 0;
}
