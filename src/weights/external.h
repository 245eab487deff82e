// Data that a model keeps in files of its own: ONNX external data, the shards of a TensorFlow checkpoint, the .bin of an OpenVINO model.
#pragma once

#include <string>

#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::weights {

// Compares what the readers found in a file's header with the files beside it, by these keys of its metadata:
//   onnx.external_data       "PATH BYTES": the file, beside the model, and how many bytes of it the tensors reach into
//   tensorflow.data_shards   "N": the files NAME.data-00000-of-0000N, of NAME.index
//   tensorflow.data_shard    "00000-of-00001 BYTES": how many bytes of one of them the tensors reach into
//   openvino.bin_bytes       "BYTES": how many bytes of NAME.bin, of NAME.xml, the layers reach into
// Returns "" or what is missing, as a part of a sentence; contradictions go to `notes` (format/external-data-...).
std::string check_external(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes);

}  // namespace aboveboard::weights
