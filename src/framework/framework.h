// Frameworks: rules as data, evaluated over facts to verdicts with derivations. Sees the model only.
#pragma once

#include <vector>

#include "model/report.h"

namespace aboveboard {

struct Framework;

// By the built-in rulebook, or by others, such as a user's own (framework/rulebook.h).
std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts);
std::vector<FrameworkResult> evaluate_frameworks(const Facts& facts, const std::vector<Framework>& frameworks);
LabelVerdict derive_label(const Facts& facts, const std::vector<FrameworkResult>& frameworks);
std::vector<Question> answer_questions(const Facts& facts, const LabelVerdict& label);
// For what facts.asked says of the asker.
std::vector<Use> answer_uses(const Facts& facts, const LabelVerdict& label);
std::vector<Capability> answer_capabilities(const Facts& facts);
// What would move the release up the ladder of labels: the missing things, the cheapest first.
std::vector<Step> next_steps(const Facts& facts, const LabelVerdict& label);
// Frameworks: as evaluated; a procurement form asks for some of them.
Language careful_language(const Facts& facts, const LabelVerdict& label, const std::vector<FrameworkResult>& frameworks = {});
// Claims that exceed the label's upper bound.
std::vector<Finding> find_openwashing(const Facts& facts, const LabelVerdict& label);

}  // namespace aboveboard
