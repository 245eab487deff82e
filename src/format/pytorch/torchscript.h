// TorchScript: the program text that torch.jit.save writes, and the Python sources of torch.package. It is not parsed: operators are found by how they are written.
#pragma once

#include <string_view>

#include "format/examination.h"

namespace aboveboard::format::pytorch {

// Tells that a program is there (`kind`, with its first line), and which operators in it open files or belong to libraries beside PyTorch.
void read_torchscript(std::string_view text, std::string_view kind, Examination& examination);

}  // namespace aboveboard::format::pytorch
