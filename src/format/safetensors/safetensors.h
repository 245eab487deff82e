// safetensors: the header of a file of tensors, held to the reference implementation's own rules.
// https://github.com/huggingface/safetensors (README "Format", tensor.rs)
#pragma once

#include "base/bytes.h"
#include "format/examination.h"

namespace aboveboard::format {

// The length of a header that lies within the file, and '{' behind it.
bool looks_like_safetensors(const Sniff& sniff);

// Reads the header: 8 bytes and the JSON behind them, nothing else. Rules that are broken are noted, each under its own id
// ("format/safetensors-...").
void read_safetensors(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
