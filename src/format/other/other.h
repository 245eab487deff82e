// Formats that are recognized and not read: each is named, and listed as not examined.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// PaddlePaddle programs and parameters, TensorRT plans, RKNN, MXNet, CNTK, 7z and RAR archives, GGLA adapters.
bool looks_like_other(const Sniff& sniff);
// Names the format. Call it only where looks_like_other is true.
void read_other(const Sniff& sniff, Examination& examination);

}  // namespace aboveboard::format
