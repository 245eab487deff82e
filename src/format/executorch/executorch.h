// ExecuTorch programs (.pte, identifiers "ET" and two digits) and their tensors kept apart (.ptd, "FT01"): FlatBuffers with segments of data behind them.
// Schemas: executorch's schema/program.fbs, schema/extended_header.h, extension/flat_tensor/serialize/flat_tensor.fbs and flat_tensor_header.h.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

bool looks_like_executorch(const Sniff& sniff);
// Constant tensors with their places, the delegates that run parts of a program, kernels from outside of ATen. Notes "format/executorch-...".
// Tensors whose data is in a .ptd have no bytes here: their names are metadata, "executorch.external_tensor".
void read_executorch(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
