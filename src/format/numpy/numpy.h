// NumPy: .npy files of versions 1 to 3 (numpy.lib.format; NEP 1) and .npz archives of them. Headers only, but where the dtype holds Python objects the
// data is a pickle, which is run symbolically.
#pragma once

#include <vector>

#include "format/examination.h"
#include "format/zip/zip.h"

namespace aboveboard::format {

// The bytes begin with \x93NUMPY.
bool looks_like_numpy(const Sniff& sniff);

// All arrays in the bytes, one behind the other as several numpy.save to one file leave them. The first is named after the file or member.
void read_numpy(ByteSource& bytes, Examination& examination);

// A member's name ends in .npy. What the others hold is told by their bytes.
bool is_npz(const ZipArchive& archive);

// Reads every member that begins with \x93NUMPY, whatever its name. Their indices: they need no further examination.
std::vector<std::size_t> read_npz(ByteSource& bytes, const ZipArchive& archive, Examination& examination);

}  // namespace aboveboard::format
