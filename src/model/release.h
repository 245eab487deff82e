// A release: the sources that were given, and what they hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

enum class Role { Weights, Code, Data, Docs };

struct SourceInfo {
  std::string name;      // unique in the release: what evidence refers to
  Role role = Role::Code;
  bool role_given = false;  // by a flag; else inferred from the files
  std::string kind;      // "directory", "file"
  std::string location;  // as the caller gave it
  std::string revision;  // the commit that .git/HEAD names; "" where there is none
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

struct ReleaseInfo {
  std::string name;
  std::vector<SourceInfo> sources;
  bool complete = false;  // --complete: the given sources are the whole release
};

struct Lineage {
  std::string relation;  // "finetune", "adapter", "merge", "quantized", "unknown"
  std::string base;
  std::string declared_by;
  std::string terms_inherited;  // "license: term, term", "license" where it restricts nothing; "unknown" where the base's license is not told here
  EvidenceList evidence;
  std::vector<std::string> licenses = {};  // License::id of what the base comes under
};

std::string_view to_string(Role role);

}  // namespace aboveboard
