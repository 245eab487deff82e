// The form of the Model Openness Tool (YAML), and its evaluation as that tool does it (data/mof/tool.yaml; lfai/model_openness_tool, ModelEvaluator).
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace aboveboard {

struct MofComponent {
  std::uint64_t id = 0;
  std::string name;
  std::string type;  // "code", "data", "document"
  int introduced = 3;  // the class that first asks for it: 3, 2 or 1
  bool required = true;
};

struct MofTool {
  std::vector<MofComponent> components;
  std::uint64_t report = 0, paper = 0;  // the paper stands in for the report
  std::array<std::string, 4> labels;    // by class; 0: unclassified
  std::vector<std::pair<std::string, std::vector<std::string>>> appropriate;  // licenses made for a type
};
const MofTool& mof_tool();

struct MofEntry {
  const MofComponent* component = nullptr;
  std::optional<std::string> license;  // as the form has it; nothing: inherited
  std::uint64_t line = 0;
};

// Something in the form that the tool would not take, or that it would pass over.
struct MofProblem {
  std::uint64_t line = 0;
  std::string message;
};

struct MofForm {
  std::string name;
  std::string distribution;  // the license of all of it; "" for none
  std::array<std::string, 3> by_type;  // of code, data, document
  std::vector<MofEntry> components;    // each once; where one stands twice, the last counts
  std::vector<MofProblem> problems;
};

// Malformed where the text is no YAML or has no release with components. Names of components are exact.
Result<MofForm> parse_mof_form(std::string_view yaml, const std::string& path);

enum class MofStatus { Included, Invalid, Unlicensed, Missing };

struct MofItem {
  const MofComponent* component = nullptr;
  MofStatus status = MofStatus::Missing;
  std::string license;      // what was resolved; "" for none
  std::string from;         // "component", "code" ..., "distribution"; "" for none
  bool appropriate = true;  // made for this type of component; otherwise it passes under a condition
  std::uint64_t line = 0;   // in the form; 0 where it is not in it
};

struct MofProgress {
  int number = 3;       // of the class
  double percent = 0;   // 0 while a lower class is not complete
  std::vector<const MofItem*> wanting;  // required for this class and not included; points into MofEvaluation::items
};

struct MofEvaluation {
  int number = 0;  // of the class; 0: unclassified
  std::string label;
  std::vector<MofItem> items;            // all of the tool's components, in its order
  std::array<MofProgress, 3> progress;   // classes 3, 2, 1
  std::vector<const MofItem*> conditional;  // open, but not made for their type

  MofEvaluation() = default;
  MofEvaluation(const MofEvaluation&) = delete;  // progress points into items
  MofEvaluation& operator=(const MofEvaluation&) = delete;
  MofEvaluation(MofEvaluation&&) = default;      // which keeps the elements of items where they are
  MofEvaluation& operator=(MofEvaluation&&) = default;
};

// `osi_approved` says whether the SPDX list marks exactly this id as approved by the OSI; what else the tool takes for open is the set "mot" (data/frameworks/accepted.yaml).
MofEvaluation evaluate_mof_form(const MofForm& form, const std::function<bool(std::string_view id)>& osi_approved);

std::string_view to_string(MofStatus status);  // included, invalid, unlicensed, missing

}  // namespace aboveboard
