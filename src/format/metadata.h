// MetadataEntry: a key with its value from the header of a weights file.
#pragma once

#include <cstdint>
#include <string>

namespace aboveboard {

// safetensors `__metadata__`, GGUF key-values and their like. Of a list of texts, each item is an entry under the same key; of any other
// list the value is its length, such as "32000 items".
struct MetadataEntry {
  std::string key;
  std::string value;        // text as it stands; numbers and booleans in decimal
  std::uint64_t byte = 0;   // where the value begins in the file,
  std::uint64_t bytes = 0;  // and how many bytes it takes
};

}  // namespace aboveboard
