// Steps: what a publisher could do about one condition that is not met.
#pragma once

#include <vector>

#include "framework/condition.h"

namespace aboveboard {

// Steps, each of which is needed, that would make the condition hold under the reading; of alternatives those that cost least. Empty where it holds, or where nothing
// that a publisher does could settle it.
std::vector<Step> steps_for(const Condition& condition, const Facts& facts, Reading reading);

}  // namespace aboveboard
