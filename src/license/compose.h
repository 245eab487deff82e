// Composition: what governs where several texts speak at once. A license, the policies that it makes its own, the prompt that a user accepts, the
// conditions that a card states and what base models pass on are parts; of terms of one kind the strictest governs, and what each part adds stays
// told apart. The one place where terms are put together: who gathers the parts decides nothing about their order.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/license.h"

namespace aboveboard::license {

// One text that adds terms.
struct Part {
  TermOrigin origin = TermOrigin::License;
  std::string license;                // License::id of the record that holds it
  std::vector<LicenseClass> classes;
  std::vector<Term> terms;
  EvidenceList evidence;              // where it stands
  bool binding = true;                // false: nothing makes it a part of the bargain (a policy beside the license); compared, not put together
};

// A part that permits what another denies.
struct Contradiction {
  std::size_t permits = 0, denies = 0;  // indexes of parts
  Term denial;
  EvidenceList permission;              // the term that permits, or where the open license stands
};

struct Composition {
  std::vector<LicenseClass> classes;           // of all binding parts
  std::vector<GoverningTerm> terms;            // of all binding parts: no term that another of its kind outdoes
  std::vector<Contradiction> contradictions;   // between parts of different origin, binding or not; each pair and kind once
};

Composition compose(const std::vector<Part>& parts);

// How much a term takes away, within its kind: 0 nothing, 1 it asks for something or sets a condition, 2 it denies. Never compare across kinds.
int strictness(const Term& term);

// Is `a` of the same kind as `b` and at least as strict, so that who keeps `a` keeps `b`? Of thresholds the lower is the stricter; two conditions that
// differ do not outdo each other.
bool outdoes(const Term& a, const Term& b);

}  // namespace aboveboard::license
