// A procurement form, filled in from the evidence: each question is answered yes, no or not shown, with where it stands.
#pragma once

#include <vector>

#include "model/report.h"

namespace aboveboard {

// In order. What a declaration or a link alone says is "not shown", with the declaration; a missing restriction is "no" only where the terms are known from their texts.
std::vector<CarefulText> procurement_form(const Facts& facts, const std::vector<FrameworkResult>& frameworks);

}  // namespace aboveboard
