// Releases side by side: a table of rows, one for each thing that reports answer, one value for each release. Computed once; text, JSON and pages write it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/report.h"

namespace aboveboard {

// What was given to be compared: a report, or why there is none.
struct CompareInput {
  std::string location;  // as the caller gave it
  std::optional<Report> report;
  std::string failure;   // where there is no report
};

// How a value stands, beside its words: for colors, never instead of the words.
enum class Standing { Plain, Good, Fair, Bad };

struct ComparedValue {
  std::string text;  // "-" where there is nothing of the kind, "?" where it cannot be told; "" of a release that was not audited
  std::string sign;  // "+" before "present" and the like; "" for none
  Standing standing = Standing::Plain;
};

struct ComparisonRow {
  std::string group, id, title;
  std::vector<ComparedValue> values;  // in the order of the releases
  bool differs = false;               // among the releases that were audited
};

struct ComparedRelease {
  std::string heading;   // its name; with its location or a number where names repeat
  std::string name, location, revision;
  bool complete = false;
  std::string failure;   // why it could not be audited; then the rest is empty
  std::optional<Label> at_least, at_most, apparent;
  std::string sentence;
};

struct Comparison {
  std::vector<ComparedRelease> releases;
  std::vector<ComparisonRow> rows;  // those of one group stand together
};

Comparison compare(const std::vector<CompareInput>& inputs);

// "components" -> "Components".
std::string group_title(const std::string& group);

}  // namespace aboveboard
