// Terms in words: what the governing licenses of a component ask, as short phrases with their places.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"

namespace aboveboard {

// "license needed above 700000000 users"; "" where the term says that something is free.
std::string phrase_of(const Term& term);

struct TermPhrase {
  std::string text;
  TermKind kind = TermKind::UseAny;
  bool restriction = false;
  EvidenceList evidence;
};

// The terms of all licenses that govern a component, restrictions first, each phrase once.
std::vector<TermPhrase> governing_terms(const Facts& facts, ComponentId id);

std::vector<const License*> governing_licenses(const Facts& facts, ComponentId id);
// "Apache-2.0 and MIT".
std::string license_names(const std::vector<const License*>& licenses);

// "README.md:88", "weights/README.md:88" where there are several sources; "" without a path.
std::string place_of(const Facts& facts, const EvidenceList& evidence);

// "8,030,261,248"; "2.1 GB".
std::string with_commas(std::uint64_t value);
std::string human_bytes(std::uint64_t bytes);

}  // namespace aboveboard
