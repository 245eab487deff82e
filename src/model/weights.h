// Weights: what the headers of weight files say.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

enum class Completeness { Yes, No, Unknown };

struct TensorRecord {
  std::string name;
  std::string dtype;                 // as the format spells it
  std::vector<std::uint64_t> shape;  // outermost dimension first; empty for a scalar
  std::uint64_t bytes = 0;
};

struct WeightsFile {
  std::string source, path;
  std::string format;            // "safetensors", "gguf", "pytorch" ...; for a pointer what its name suggests
  bool pointer = false;          // a git-LFS pointer: named, sized, digested, its bytes not here
  std::string digest;            // "sha256:..." as the pointer promises
  std::uint64_t bytes = 0;       // of the file, or as the pointer says
  std::uint64_t tensors = 0;
  std::uint64_t parameters = 0;  // elements of all tensors, as stored
  std::map<std::string, std::uint64_t> dtypes;  // elements per dtype
  std::vector<TensorRecord> tensor_list;  // only where it was asked for
  bool read = false;             // its tensors were read and counted
  bool valid = true;             // false: the header breaks the format's rules (a finding says how)
  EvidenceList evidence;
};

// What a file is by its bytes.
struct FileDigest {
  std::string source, path;
  std::string algorithm;    // "sha256", "git-sha1" (of a git blob)
  std::string value;        // lower-case hexadecimal
  std::string promised;     // the same by a promise; "" for none
  std::string promised_by;  // "name", "pointer", "store"; "" for none
  EvidenceList evidence;
};
// There is a promise, and it is not kept.
bool broken(const FileDigest& digest);

// Two tensors that the configuration makes one.
struct TiedTensors {
  std::string embedding, head;
};

struct Weights {
  std::vector<std::string> formats;
  std::optional<std::uint64_t> parameters;  // as the Hub counts them: packed ones as what they were, scales not at all; nothing where no header was read
  std::uint64_t stored_elements = 0;        // of all tensors, as they are stored
  std::string quantization;                 // "gptq, 4 bits"; "" where the configuration names none
  std::string architecture;                 // the family that the tensors were compared with, such as "llama"; "" for none
  std::optional<std::uint64_t> layers;      // as the configuration says
  std::vector<TiedTensors> tied;
  std::optional<std::uint64_t> tokens;          // of the tokenizer: one more than its highest id
  std::optional<std::uint64_t> embedding_rows;  // that there are for them
  // Of one copy of each part, where there are several: elements per dtype, and bytes.
  std::map<std::string, std::uint64_t> dtypes;
  std::uint64_t bytes = 0;
  Completeness complete = Completeness::Unknown;
  std::string completeness_reason;  // a sentence: what is missing, or what could not be known
  std::vector<WeightsFile> files;
  EvidenceList evidence;
};

std::string_view to_string(Completeness complete);

}  // namespace aboveboard
