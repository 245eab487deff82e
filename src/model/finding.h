// Findings: what a reader should act on. And what was not examined, which is never a clean bill.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

enum class FindingLevel { Error, Warning, Note };

struct Finding {
  std::string rule;  // "openwashing/...", "license/...", "format/...", "danger/..."; every one has an explanation
  FindingLevel level = FindingLevel::Note;
  std::string message;  // one sentence
  std::string help;     // what to do about it
  EvidenceList evidence;
};

struct NotExamined {
  std::string what;  // source and path, or a description
  std::string why;
  bool named = true;  // something that the caller named, or a file that should have been read: exit status 3
};

std::string_view to_string(FindingLevel level);

}  // namespace aboveboard
