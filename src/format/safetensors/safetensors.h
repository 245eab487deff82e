// safetensors: the header of a file of tensors, held to the reference implementation's own rules.
// https://github.com/huggingface/safetensors (README "Format", tensor.rs)
#pragma once

#include <string_view>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::format {

// Reads the header of `bytes` into file.weights, file.metadata and file.tensor_names. Rules that are broken go to
// `notes`, each under its own id
// ("format/safetensors-..."), and make file.weights->valid false. Reads 8 bytes and the header, nothing else.
void read_safetensors(ByteSource& bytes, ScannedFile& file, Diagnostics& notes);

}  // namespace aboveboard::format
