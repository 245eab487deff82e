// The reader of OpenVINO's graphs, and the XML reader below it, on any bytes.
#include "format/openvino/openvino.h"
#include "graphs.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  fuzzing::examine(data, size, format::looks_like_openvino, format::read_openvino);
  fuzzing::examine(data, size, format::looks_like_pmml, format::read_pmml);
  return 0;
}
