// Frameworks: rules as data, evaluated over facts to verdicts with derivations. Sees the model only.
#pragma once

#include <vector>

#include "model/report.h"

namespace aboveboard {

std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts);
LabelVerdict derive_label(const Facts& facts, const std::vector<FrameworkResult>& frameworks);
std::vector<Question> answer_questions(const Facts& facts, const LabelVerdict& label);
std::vector<Use> answer_uses(const Facts& facts, const LabelVerdict& label);
Language careful_language(const Facts& facts, const LabelVerdict& label);
// Claims that exceed the label's upper bound.
std::vector<Finding> find_openwashing(const Facts& facts, const LabelVerdict& label);

}  // namespace aboveboard
