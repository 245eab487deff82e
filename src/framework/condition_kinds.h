// The predicates by what they look at; evaluate() of condition.h picks among them.
#pragma once

#include "framework/condition.h"

namespace aboveboard::conditions {

void append(EvidenceList& to, const EvidenceList& from);
void append(std::vector<std::string>& to, const std::vector<std::string>& from);
// Kleene's "and": the least result, with the evidence of what decides it and all that is missing.
void meet(Outcome& all, const Outcome& one);

// condition_component.cc
Outcome available(const Condition& condition, const Facts& facts, Reading reading);
Outcome presence_is(const Condition& condition, const Facts& facts, Reading reading);
Outcome weights_format(const Condition& condition, const Facts& facts);
// condition_license.cc
Outcome licensed(const Condition& condition, const Facts& facts, Reading reading);
Outcome unlicensed(const Condition& condition, const Facts& facts);
// Does Licensed or Unrestricted take this license, whoever declares it?
Truth takes(const Condition& condition, const License& license);
// condition_data.cc
Outcome stated(const Condition& condition, const Facts& facts, Reading reading);
Outcome measure(const Condition& condition, const Facts& facts);
Outcome aspect(const Condition& condition, const Facts& facts, Reading reading);
Outcome sources(const Condition& condition, const Facts& facts, Reading reading);

}  // namespace aboveboard::conditions
