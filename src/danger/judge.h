// Judge: what one construct means. The closed set of questions is here; the names are in data/danger.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "danger/rules.h"
#include "format/construct.h"
#include "model/finding.h"

namespace aboveboard::danger {

// What a construct stands in.
struct Surroundings {
  std::vector<std::string> formats;      // of its file, outermost first
  std::vector<std::string> own_modules;  // "model.net": Python files that the archive or the release brings along
};

struct Verdict {
  std::string_view rule;  // id of the finding, "" for none
  FindingLevel level = FindingLevel::Note;
  std::string effect;     // what would happen
};

Verdict judge_construct(const Construct& construct, const Surroundings& around);

// Does a loader that opens this path leave the folder of the file, or the computer? Why, or "".
std::string_view leads_out(std::string_view path);

}  // namespace aboveboard::danger
