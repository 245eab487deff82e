// What a scanned file is as weights: its record in the report.
#pragma once

#include <string>
#include <string_view>

#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::format {

// The format under which a file counts as model weights: what its name promises (`named`, as weights_format_of() has it), else what its bytes are; "" where it is no weights. Containers that
// may hold anything (zip, pickle, HDF5 ...) count only where their name says so, or `named_as_weights`.
std::string weights_format(std::string_view path, const std::string& named, const Contents& contents, bool named_as_weights);

// Fills file.weights and file.kind from file.contents. Weights that no reader took are noted: empty, or not examined.
void describe_weights(ScannedFile& file, const std::string& source, std::string_view format, Diagnostics& notes);

// The same for a git-LFS pointer (file.pointer) that stands for weights.
void describe_pointer(ScannedFile& file, const std::string& source, std::string_view format);

}  // namespace aboveboard::format
