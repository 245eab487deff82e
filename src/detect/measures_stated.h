// Numbers that the texts and configurations of a release state, each with its place.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "detect/measures_rules.h"
#include "detect/phrases_context.h"

namespace aboveboard::detect {

// One number; an interval where its own sentence leaves room (epochs that may be counted in already).
struct StatedNumber {
  double low = 0, high = 0;
  Evidence evidence;
};

// All mentions in cards and readmes, then in configurations; at most limits::kMeasureMentions.
std::vector<StatedNumber> stated_numbers(const MeasureRule& rule, const std::vector<ScannedSource>& sources, const std::vector<DocumentView>& documents,
                                         std::string_view own_name);

}  // namespace aboveboard::detect
