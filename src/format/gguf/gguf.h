// GGUF: the header, key-values and tensor list of a file for llama.cpp and its kin, versions 1 to 3.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
#pragma once

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::format {

// Reads what stands before the tensor data into file.weights, file.metadata and file.tensor_names. The first rule that
// is broken goes to `notes`
// ("format/gguf-..."), and makes file.weights->valid false: what follows it cannot be trusted. Memory does not depend
// on what length fields say.
void read_gguf(ByteSource& bytes, ScannedFile& file, Diagnostics& notes);

}  // namespace aboveboard::format
