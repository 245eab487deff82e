// Descent: what a release that is made from another can be called, and what may be done with it, as far as that depends on the other.
#pragma once

#include "model/report.h"

namespace aboveboard {

// The first base whose terms nothing here tells; nullptr where each is known, or there is none. What such a base passes on is unknown, never nothing.
const Lineage* base_of_unknown_terms(const Facts& facts);

// Nothing is more open than what it was made from: caps the readings of the label, and says by which base.
void cap_by_bases(const Facts& facts, LabelVerdict& verdict);

}  // namespace aboveboard
