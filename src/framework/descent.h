// Descent: what a release that is made from another can be called, and what may be done with it, as far as that depends on the other.
#pragma once

#include "framework/condition.h"

namespace aboveboard {

// The first base whose terms nothing here tells; nullptr where each is known, or there is none. What such a base passes on is unknown, never nothing.
const Lineage* base_of_unknown_terms(const Facts& facts);

// The edges of the release itself whose bases it is made from: not data, not models whose outputs it was trained on.
bool has_bases(const Facts& facts);

// Is everything that the release was made from at least as open? Of a base that is here its own readings tell. Of one that is not, nothing more is known than its terms, which count with
// the release's own; in the apparent reading the release is taken at its word, beyond open weights where it gives that word (Condition::words).
Outcome bases_at_least(const Condition& condition, const Facts& facts, Reading reading);

}  // namespace aboveboard
