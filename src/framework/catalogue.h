// The catalogue of everything that can be explained: frameworks with their requirements, accepted sets, findings, statements, clauses and components.
#pragma once

#include <string>
#include <vector>

#include "framework/rulebook.h"

namespace aboveboard {

struct CatalogueEntry {
  RuleText text;
  std::string group;   // "framework g7-labels", "accepted sets", "findings", "statements", "claims", "clauses", "components"
  std::string when;    // a requirement's condition in words; "" for others
  std::string partial; // on a scale
  std::vector<std::string> conclusion;  // of a framework, or what an accepted set takes
  std::vector<std::string> modes;
  std::string effort;
  bool decides = true;
};

// The built-in ones and those of a user, by group: frameworks first.
std::vector<CatalogueEntry> catalogue(const std::vector<Framework>& given);

}  // namespace aboveboard
