// TensorFlow Lite (LiteRT) models: FlatBuffers with the identifier "TFL3". Schema: tensorflow/compiler/mlir/lite/schema/schema.fbs.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

bool looks_like_tflite(const Sniff& sniff);
// Constant tensors (those with data), operators that are custom or delegated, metadata by name. Notes "format/tflite-...".
void read_tflite(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
