// Why a use is answered as it is: reasons from terms and from what is here, of which the strictest wins.
#pragma once

#include <string>
#include <vector>

#include "framework/uses_rules.h"

namespace aboveboard {

// One reason: with it alone the use would have this answer.
struct Reason {
  UseAnswer answer = UseAnswer::Conditions;
  std::string text;
  EvidenceList evidence;
  std::string words = {};  // of a term: `text` without its places
};

// What the terms that govern a component ask in this use, those of licenses, policies, gating prompts and bases.
void weigh_terms_of(const Facts& facts, const UseRule& use, ComponentId id, std::vector<Reason>& reasons);
// Which components are missing.
void weigh_needs(const Facts& facts, const UseRule& use, std::vector<Reason>& reasons);
void weigh_checks(const Facts& facts, const UseRule& use, std::vector<Reason>& reasons);

// "text (LICENSE:41)"
std::string with_place(const Facts& facts, std::string text, const EvidenceList& evidence);

// Formats of weights of which loading runs no code that they hold.
bool holds_no_code(std::string_view format);

}  // namespace aboveboard
