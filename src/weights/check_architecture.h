// The tensors of a set of weights against those that the configuration beside them implies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "weights/quantization.h"
#include "weights/weight_sets.h"

namespace aboveboard::weights {

struct ArchitectureCheck {
  std::string architecture;              // "" where the configuration is of no family that is described, or there is none
  std::string unknown;                   // why nothing was compared, where there is a configuration: part of a sentence
  bool compared = false;
  std::uint64_t missing = 0, misshapen = 0, extra = 0;
  std::uint64_t expected = 0;            // tensors that must be there
  std::optional<std::uint64_t> layers;   // as the configuration says
  std::optional<std::uint64_t> rows;     // of the embedding that was found
  std::string embedding, head;           // names of the two, where the model ties them; "" where it does not
};

struct SetContext {
  const WeightSet& set;
  const ScannedFile* config = nullptr;   // config.json of the set's folder, parsed
  const ScannedFile* index = nullptr;    // the index that names its files
  const Quantization* quantization = nullptr;
};

// Contradictions go to `notes` (format/architecture-...), one diagnostic a kind, with the first names and the number of all. Linear in the tensors.
ArchitectureCheck check_architecture(const SetContext& context, Diagnostics& notes);

// GGUF: the blocks that its names count, against <architecture>.block_count. False, with a diagnostic, where some are missing.
bool check_blocks(const WeightSet& set, Diagnostics& notes);

}  // namespace aboveboard::weights
