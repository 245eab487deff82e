// Core ML: specifications (.mlmodel, and model.mlmodel of a package) and the blob files of weights beside them.
// Schemas: coremltools mlmodel/format/{Model,NeuralNetwork,MIL,CustomModel,LinkedModel}.proto; blobs: mlmodel/src/MILBlob/Blob/StorageFormat.hpp.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

bool looks_like_coreml(const Sniff& sniff);
// Weights of neural networks (flat: their shapes follow from the layers) and blobs that programs name, custom models and layers, pipelines,
// linked models. Notes "format/coreml-...". Files of blobs are metadata: "coreml.blob_file" "weights/weight.bin BYTES", with the bytes that they
// must at least have. The `begin` of a blob counts in its own file, with the number of that file and the top bit above bit 48.
void read_coreml(ByteSource& bytes, Examination& examination);

// weight.bin: records of 64 bytes, each before its data.
bool looks_like_coreml_blobs(const Sniff& sniff);
void read_coreml_blobs(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
