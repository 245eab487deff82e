// The JSON of a safetensors header, scanned by its own grammar: one object of tensors, and `__metadata__`. A general
// parser would take longer than reading the bytes does; a hundred shards are read on every audit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "format/metadata.h"
#include "format/tensor_table.h"

namespace aboveboard::format {

struct Dtype {
  std::string_view name;
  std::uint32_t bits;
};
// Every dtype of the reference implementation.
const std::vector<Dtype>& safetensors_dtypes();

struct TensorEntry {
  std::uint64_t name = 0;            // hash_name
  std::uint64_t begin = 0, end = 0;  // data_offsets
  std::uint32_t key = 0;             // behind the quote that opens the name, in the header
};

// A rule of the format that the header breaks; `byte` counts from the beginning of the header.
struct HeaderFault {
  std::string rule;  // behind "format/safetensors-"
  std::string message;
  std::uint64_t byte = 0;
};

struct SafetensorsHeader {
  std::vector<TensorEntry> tensors;     // in file order; without those that break a rule of their own
  TensorTable table;                    // of the same, with names and shapes: the first limits::kTensorsKept
  std::vector<std::uint64_t> names;     // hashes of those, sorted
  std::vector<std::uint64_t> elements;  // per dtype of safetensors_dtypes()
  std::vector<MetadataEntry> metadata;  // bytes count from the beginning of the header
  std::vector<HeaderFault> faults;      // the first of each rule, in the order of discovery
  std::uint64_t tensor_count = 0;
  bool whole = false;  // the JSON was read to its end
};

// Linear in the header. Memory: 32 bytes a tensor.
SafetensorsHeader parse_safetensors_header(std::string_view json);

}  // namespace aboveboard::format
