// Claims held against the label and the terms: how far each goes too far, and what may be said instead.
#pragma once

#include "model/report.h"

namespace aboveboard {

// Beyond the upper bound, or against a term: overstated. Beyond what a curator would say: unsupported by what the release shows. Imprecise: a term puts conditions on what the claim gives;
// no finding, but there is a better sentence.
enum class Excess { None, Imprecise, Unsupported, Overstated };

Excess excess_of(const Claim& claim, const Facts& facts, const LabelVerdict& label);

// What may stand in place of the claiming words, in their grammar ("is ...", "released ...", "an open-weights model ..."), and in Chinese where they are.
InsteadOf instead_of(const Claim& claim, const Facts& facts, const LabelVerdict& label);

}  // namespace aboveboard
