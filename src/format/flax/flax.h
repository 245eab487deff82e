// Flax: state dictionaries in msgpack (flax.serialization), and the descriptions of arrays that Orbax checkpoints keep in zarr.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// A map whose values lead to an array as Flax writes one, all keys before it being texts.
bool looks_like_flax(const Sniff& sniff);
// All arrays, under their keys joined by dots. The data is passed over.
void read_flax(ByteSource& bytes, Examination& examination);

// JSON with "zarr_format" and "shape": .zarray, or zarr.json of an array. Of a group (no shape) nothing is read.
bool looks_like_zarr_array(const Sniff& sniff);
// The array that is described, under the name of its folder; its codecs and filters, which a loader looks up by name, as operators "zarr::ID".
// The data lies in other files and is not looked for.
void read_zarr_array(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
