// What a release tells of its training data, in a sentence: sources with and without a location, and the aspects by how deep they go.
#pragma once

#include <string>

#include "model/report.h"

namespace aboveboard {

// "19 sources named, 12 with a location (README.md:88); selection and processing described (DATA.md:4); labeling not mentioned". "" where nothing is told.
// What it used is added to `evidence`.
std::string data_told(const Facts& facts, EvidenceList& evidence);

// Is a source named, or do sentences say where the data come from?
bool names_data(const Facts& facts);
// Does any text go deeper than a name into any aspect?
bool describes_data(const Facts& facts);

}  // namespace aboveboard
