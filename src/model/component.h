// Components: what a release may contain (a closed list), and how present each is.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

enum class ComponentId {
  Architecture, Parameters, IntermediateCheckpoints, OptimizerState, Tokenizer, InferenceCode, TrainingCode, TrainingConfiguration,
  DataProcessingCode, EvaluationCode, EvaluationData, Datasets, DataInformation, DataCard, ModelCard, TechnicalReport, Paper,
  EvaluationResults, SampleOutputs, TrainingLogs, FineTuningRecipes, SupportingLibraries,
};
inline constexpr std::size_t kComponentCount = 22;

// Ordered from least to most shown, so that the greatest wins where several files speak of one component.
enum class Presence {
  NotLooked,       // outside the given scope
  NotFound,        // looked, nothing there
  DeclaredAbsent,  // a text says that it is withheld
  Referenced,      // a link, an identifier or a statement names it; not followed
  Partial,         // a part of it, or a pointer to its bytes
  Present,         // its bytes were inspected
};

// How a component came by its licenses.
enum class LicenseScope {
  None,       // nothing says what governs it
  Inherited,  // the license of the repository, or of the folder, it lies in
  Inferred,   // no statement, but the only reading left (said with its reason)
  FileHeader, // a header in its own files
  Explicit,   // a statement or a file name gives the license to this component
};

struct Component {
  ComponentId id = ComponentId::Architecture;
  Presence presence = Presence::NotLooked;
  LicenseScope scope = LicenseScope::None;
  std::vector<std::string> licenses;  // License::id, the governing ones
  EvidenceList evidence;              // the strongest first
};

// The ids used in reports and rules: "parameters", "training-code", ...
std::string_view to_string(ComponentId id);
std::string_view to_string(Presence presence);
std::string_view to_string(LicenseScope scope);
std::optional<ComponentId> component_from_string(std::string_view id);
std::optional<Presence> presence_from_string(std::string_view id);
// What a reader calls it: "training code".
std::string_view display_name(ComponentId id);
const std::array<ComponentId, kComponentCount>& all_components();

}  // namespace aboveboard
