// What llama.cpp wrote before GGUF: files with the marks "ggml" (no version), "ggmf" (1) and "ggjt" (1 to 3), as 32-bit numbers.
// Layout: llama.cpp's llama-file loader of June 2023; history in docs/gguf.md of ggml, "Historical State of Affairs".
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

bool looks_like_ggml(const Sniff& sniff);
// Hyperparameters and tensors of files of the LLaMA layout, which is the only one that the header leads through. Others (GPT-J, Whisper, ...)
// have other hyperparameters, and nothing says which: they are noted as not examined.
void read_ggml(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
