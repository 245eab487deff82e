// What Croissant files tell of the training data: each property is an answer to an aspect, a source, or a statement.
#pragma once

#include <vector>

#include "detect/data_information_aspects.h"
#include "detect/data_information_sources.h"
#include "format/scan.h"

namespace aboveboard::detect {

struct CroissantFacts {
  std::vector<AspectHit> aspects;
  std::vector<Statement> statements;
};

// Reads every Croissant file of the release that does not describe evaluation data; its sources are added to `mentions`.
CroissantFacts read_croissants(const std::vector<ScannedSource>& sources, Mentions& mentions, Diagnostics& notes);

}  // namespace aboveboard::detect
