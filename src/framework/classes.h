// Classes of openness that build on one another (MOF), under what is proven, what appears, and what no line rules out.
#pragma once

#include "framework/rulebook.h"

namespace aboveboard {

// Places among Framework::classes, counted from 1; 0 where not even the lowest holds.
struct ClassReadings {
  std::size_t at_least = 0, apparent = 0, at_most = 0;
};

ClassReadings classify(const Framework& framework, const std::string& mode, const Facts& facts);

// Whether a requirement belongs to a mode of its framework.
bool is_of_mode(const Requirement& requirement, const std::string& mode);
// The class at such a place.
const OpennessClass& class_at(const Framework& framework, std::size_t place);

}  // namespace aboveboard
