// Two reports of a release, an older and a newer: what changed, and whether it became more or less open by it. Computed once; text and JSON write it.
//
// More open is what grants or shows more; less open also what can no longer be told. A term counts by what it restricts: duties such as attribution go neither way.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"
#include "report/report.h"

namespace aboveboard {

enum class Direction { Neither, MoreOpen, LessOpen };

// One report, with what the difference says of it.
struct DiffInput {
  std::string location;  // as the caller gave it
  Report report;
  ToolInfo tool;
};

// What one report says.
struct ChangeSide {
  std::string text;       // "" where it says nothing: added or removed
  std::string place;      // "LICENSE:41"; "" for none
  EvidenceList evidence;  // the first few
};

struct Change {
  std::string group, id, title;
  std::string within;     // the framework of a requirement; "" elsewhere
  Direction direction = Direction::Neither;
  ChangeSide before, after;
};

struct Difference {
  bool more_open = false, less_open = false;  // in anything at all
  Direction direction = Direction::Neither;   // of the release as a whole: that of its label, else that of all changes, where they agree
  std::string sentence;                       // the whole in one sentence
  std::vector<std::string> notes;             // what makes the two reports hard to compare
  std::vector<Change> changes;                // those of one group stand together
};

Difference difference(const DiffInput& before, const DiffInput& after);

std::string_view to_string(Direction direction);  // neither, more-open, less-open

}  // namespace aboveboard
