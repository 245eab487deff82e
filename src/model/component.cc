#include "model/component.h"

#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, kComponentCount> kComponentIds = {
    "architecture",
    "parameters",
    "intermediate-checkpoints",
    "optimizer-state",
    "tokenizer",
    "inference-code",
    "training-code",
    "training-configuration",
    "data-processing-code",
    "evaluation-code",
    "evaluation-data",
    "datasets",
    "data-information",
    "data-card",
    "model-card",
    "technical-report",
    "paper",
    "evaluation-results",
    "sample-outputs",
    "training-logs",
    "fine-tuning-recipes",
    "supporting-libraries",
};

constexpr std::array<std::string_view, kComponentCount> kComponentNames = {
    "model architecture",
    "model parameters",
    "intermediate checkpoints",
    "optimizer state",
    "tokenizer",
    "inference code",
    "training code",
    "training configuration",
    "data processing code",
    "evaluation code",
    "evaluation data",
    "datasets",
    "data information",
    "data card",
    "model card",
    "technical report",
    "research paper",
    "evaluation results",
    "sample outputs",
    "training logs",
    "fine-tuning recipes",
    "supporting libraries",
};

constexpr std::array<std::string_view, 6> kPresences = {"not-looked", "not-found", "declared-absent",
                                                        "referenced", "partial",   "present"};

constexpr std::array<std::string_view, 5> kScopes = {"none", "inherited", "inferred", "file-header", "explicit"};

constexpr std::array<ComponentId, kComponentCount> list_components() {
  std::array<ComponentId, kComponentCount> all{};
  for (std::size_t i = 0; i < kComponentCount; ++i) all[i] = static_cast<ComponentId>(i);
  return all;
}
constexpr std::array<ComponentId, kComponentCount> kAllComponents = list_components();

static_assert(static_cast<std::size_t>(ComponentId::SupportingLibraries) + 1 == kComponentCount);
static_assert(static_cast<std::size_t>(Presence::Present) + 1 == kPresences.size());
static_assert(static_cast<std::size_t>(LicenseScope::Explicit) + 1 == kScopes.size());

}  // namespace

std::string_view to_string(ComponentId id) { return name_of(kComponentIds, id); }
std::string_view to_string(Presence presence) { return name_of(kPresences, presence); }
std::string_view to_string(LicenseScope scope) { return name_of(kScopes, scope); }

std::optional<ComponentId> component_from_string(std::string_view id) {
  return value_of<ComponentId>(kComponentIds, id);
}
std::optional<Presence> presence_from_string(std::string_view id) { return value_of<Presence>(kPresences, id); }

std::string_view display_name(ComponentId id) { return name_of(kComponentNames, id); }
const std::array<ComponentId, kComponentCount>& all_components() { return kAllComponents; }

}  // namespace aboveboard
