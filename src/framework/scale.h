// Scales: each requirement is a dimension that is met, partly met or not, and counts 1, 0.5 or 0.
#pragma once

#include "framework/rulebook.h"

namespace aboveboard {

enum class Grade { Unmet, Partial, Met };

struct GradeReadings {
  Grade at_least = Grade::Unmet, apparent = Grade::Unmet, at_most = Grade::Unmet;
};

GradeReadings grade(const Requirement& requirement, const Facts& facts);

// 1, 0.5 or 0.
double points(Grade grade);
// The framework's own word.
const std::string& word_of(const Framework& framework, Grade grade);

}  // namespace aboveboard
