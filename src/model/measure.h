// Measures: numbers that the files of a release state, or that follow from them, each as an interval.
#pragma once

#include <string>

#include "model/evidence.h"

namespace aboveboard {

struct Measure {
  std::string id;          // "parameters", "training-tokens", "training-compute"
  double low = 0, high = 0;  // in `unit`; equal where the number is known exactly
  std::string unit;        // "parameters", "tokens", "FLOP"
  bool estimated = false;  // computed by us, from numbers that the files state
  std::string how;         // "6 x parameters x training tokens"; "" where it is stated or counted
  EvidenceList evidence;
};

}  // namespace aboveboard
