// HDF5 (file format specification 3.0): groups, datasets, attributes and links, as far as their headers go. What Keras keeps in it is in format/keras.
#pragma once

#include "format/examination.h"

namespace aboveboard::format {

// The signature stands at the beginning, or behind a user block of 512, 1,024, 2,048 ... bytes (up to limits::kHdf5UserBlock in compressed bytes).
bool looks_like_hdf5(const Sniff& sniff);

// Walks every group from the root on. Datasets become tensors under their path; external links, external storage and sources of virtual datasets are
// found as paths, user-defined links and filters that come as plugins as operators "hdf5::...". Rules: "format/hdf5-...".
void read_hdf5(ByteSource& bytes, Examination& examination);

}  // namespace aboveboard::format
