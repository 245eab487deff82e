// Parts of what can be done with a release that several capabilities share.
#pragma once

#include <optional>
#include <string>

#include "model/report.h"

namespace aboveboard {

// Memory for the weights alone, in bytes: every element in its stored type; the files' bytes where a type packs several elements. Nothing where no header was read.
std::optional<std::uint64_t> memory_of(const Weights& weights);
// "one graphics card of 24 GB holds them" (data/uses/capabilities.yaml).
std::string hardware_for(std::uint64_t bytes);
// "BF16 and F32": the types that hold the most elements.
std::string dtypes_of(const Weights& weights);

// The most telling finding of a family; nullptr where there is none.
const Finding* finding_of(const Facts& facts, std::string_view family, FindingLevel at_least = FindingLevel::Note);

Capability run_locally(const Facts& facts);
Capability fine_tune(const Facts& facts, const std::vector<Use>& uses);
Capability know_the_cost(const Facts& facts);

void settle(Capability& capability, Answer answer, std::string text, EvidenceList evidence);
const Use& use_among(const std::vector<Use>& uses, std::string_view id);

}  // namespace aboveboard
