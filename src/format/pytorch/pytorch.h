// PyTorch files: zip archives (1.6 and later), TorchScript, torch.package, the legacy stream, and the tar before it. Tensors come from running their pickles symbolically.
#pragma once

#include <vector>

#include "format/examination.h"
#include "format/tar/tar.h"
#include "format/zip/zip.h"

namespace aboveboard::format {

// The archive holds a "data.pkl" in a folder (or at its top), as torch.save writes it, whatever the case of its letters.
bool is_pytorch_zip(const ZipArchive& archive);
// Reads the pickles and checks tensors against storages. Indices of the members that need no further examination: the raw storages and the pickles that it ran.
std::vector<std::size_t> read_pytorch_zip(ByteSource& bytes, const ZipArchive& archive, Examination& examination);

// The five pickles and raw storages that torch.save wrote before 1.6.
bool looks_like_legacy_pytorch(const Sniff& sniff);
void read_legacy_pytorch(ByteSource& bytes, Examination& examination);

// "pickle", "tensors", "storages" and "sys_info" in a tar.
bool is_pytorch_tar(const TarArchive& archive);
std::vector<std::size_t> read_pytorch_tar(ByteSource& bytes, const TarArchive& archive, Examination& examination);

}  // namespace aboveboard::format
