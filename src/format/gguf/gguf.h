// GGUF: the header, key-values and tensor list of a file for llama.cpp and its kin, versions 1 to 3.
// https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
#pragma once

#include "base/bytes.h"
#include "format/examination.h"

namespace aboveboard::format {

// "GGUF" and a version in either byte order.
bool looks_like_gguf(const Sniff& sniff);

// Reads what stands before the tensor data. The first rule that is broken is noted ("format/gguf-..."): what follows it cannot be trusted. Memory does
// not depend on what length fields say.
void read_gguf(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
