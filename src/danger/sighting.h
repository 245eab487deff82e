// Sighting: a construct, and where in its file it was seen.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "danger/judge.h"
#include "format/construct.h"
#include "format/scan.h"

namespace aboveboard::danger {

struct Sighting {
  Construct construct;
  bool in_text = false;           // of a configuration or template: at [begin, end) of the file's text; else construct.byte counts in the bytes
  std::size_t begin = 0, end = 0;
  std::uint64_t line = 0;         // 1-based, of `begin`
};

// What readers found in the bytes of a file.
std::vector<Sighting> sightings_in_bytes(const ScannedFile& file);

// One finding for each rule and member. In the order in which they come.
std::vector<Finding> join_findings(const ScannedSource& source, const ScannedFile& file, const std::vector<Sighting>& sightings, const Surroundings& around);

}  // namespace aboveboard::danger
