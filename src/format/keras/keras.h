// Keras: the JSON configuration of a model, wherever it stands (a .keras archive, an attribute of HDF5, the metadata of a SavedModel), and the archive
// of Keras 3. What the configuration names is told whatever version of Keras the file claims, since loaders differ in what they refuse.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "format/examination.h"
#include "format/zip/zip.h"

namespace aboveboard::format {

// Walks the whole of a configuration, and finds
// - Layer: each class "module.class_name" ("class_name" where no module is named), each function "module.name";
// - Program: the bytecode of a Lambda, "Keras Lambda bytecode"; detail: how it begins;
// - OpensPath: values that a layer opens: vocabularies given by name, weights, addresses to fetch from.
// What a wrapped PyTorch module holds is examined as a member. `byte` is where the text stands in the file. True where a class was named.
bool read_keras_config(std::string_view json, std::uint64_t byte, Examination& examination);

// The archive holds a "config.json", whatever the case of its letters. That it is one of Keras, its text tells.
bool is_keras_zip(const ZipArchive& archive);

// Reads every config.json and metadata.json, and the weights in HDF5. Indices of the members that need no further examination.
std::vector<std::size_t> read_keras_zip(ByteSource& bytes, const ZipArchive& archive, Examination& examination);

}  // namespace aboveboard::format
