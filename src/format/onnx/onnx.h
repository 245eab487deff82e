// ONNX: graphs, operators, tensors and the files that they name, of models of every IR version.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto and docs/IR.md; held to what onnx.checker demands, as far as no operator's schema is needed.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// A ModelProto with a version and a graph that has nodes, tensors or inputs; also one that is cut off.
bool looks_like_onnx(const Sniff& sniff);

// Fills tensors (initializers, sparse ones, and those in attributes such as a Constant's), metadata and constructs. Notes "format/onnx-...".
//
// The tensors of other files: their `begin` is not a place in this file, but a number that is the same for those that share bytes. Their files are
// metadata under "onnx.external_data", once each: "NAME BYTES", with the bytes that the file must at least have.
void read_onnx(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
