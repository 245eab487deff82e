// Statements: what the texts of a release say about it, by a closed list of ids (data/phrases). They are what rules see of prose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

// One thing that a text says. Ids are those of data/phrases, such as "data.withheld", "data.provenance", "weights.withheld".
struct Statement {
  std::string id;
  EvidenceList evidence;
};

// A claim of openness that a text makes about this release itself.
struct Claim {
  std::string kind;  // "open-source", "fully-open", "open-data", "commercial-use" ... (data/phrases/claims.yaml)
  std::string words; // the claiming words, as they stand
  Evidence evidence; // the sentence
};

}  // namespace aboveboard
