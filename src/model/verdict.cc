#include "model/verdict.h"

#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 3> kTruths = {"unmet", "unknown", "met"};
constexpr std::array<std::string_view, 5> kLabels = {"closed", "weights-available", "open-weights", "open-source",
                                                     "open-source-open-data"};
constexpr std::array<std::string_view, 5> kLabelNames = {"Closed", "Weights Available AI", "Open Weights AI",
                                                         "Open Source AI", "Open Source AI with Open Data"};
constexpr std::array<std::string_view, 4> kAnswers = {"yes", "no", "limits", "unknown"};
constexpr std::array<std::string_view, 5> kUseAnswers = {"yes", "conditions", "license-needed", "no", "unknown"};
constexpr std::array<std::string_view, 5> kEfforts = {"say", "document", "license", "publish", "make"};

static_assert(static_cast<std::size_t>(Truth::Met) + 1 == kTruths.size());
static_assert(static_cast<std::size_t>(Label::OpenSourceOpenData) + 1 == kLabels.size());
static_assert(static_cast<std::size_t>(Answer::Unknown) + 1 == kAnswers.size());
static_assert(static_cast<std::size_t>(UseAnswer::Unknown) + 1 == kUseAnswers.size());
static_assert(static_cast<std::size_t>(Effort::Make) + 1 == kEfforts.size());

}  // namespace

std::string_view to_string(Truth truth) { return name_of(kTruths, truth); }
std::string_view to_string(Label label) { return name_of(kLabels, label); }
std::string_view display_name(Label label) { return name_of(kLabelNames, label); }
std::optional<Label> label_from_string(std::string_view id) { return value_of<Label>(kLabels, id); }
std::string_view to_string(Answer answer) { return name_of(kAnswers, answer); }
std::string_view to_string(UseAnswer answer) { return name_of(kUseAnswers, answer); }
std::string_view to_string(Effort effort) { return name_of(kEfforts, effort); }
std::optional<Effort> effort_from_string(std::string_view id) { return value_of<Effort>(kEfforts, id); }

}  // namespace aboveboard
