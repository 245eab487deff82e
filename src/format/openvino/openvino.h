// OpenVINO's intermediate representation: an XML graph, whose constants lie in a .bin beside it. Versions 2 to 11.
// https://docs.openvino.ai/2025/documentation/openvino-ir-format.html; src/frontends/ir/src/ir_deserializer.cpp
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// The root element is `net`, and there are `layers` in it (within what is looked at to tell).
bool looks_like_openvino(const Sniff& sniff);
// Constants, layers of extensions, declarations that would load something. Notes "format/openvino-...". The bytes that the .bin must at least have are
// metadata, "openvino.bin_bytes". A tensor's `begin` counts in the .bin.
void read_openvino(ByteSource& bytes, Examination& examination);

// PMML: the root element is `PMML`. Recognized, and not read.
bool looks_like_pmml(const Sniff& sniff);
void read_pmml(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
