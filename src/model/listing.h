// What `list` says of each release that is found on a machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/release.h"
#include "model/verdict.h"

namespace aboveboard {

struct ListedRelease {
  std::string name;
  std::string store;                  // "hub-cache", "ollama", "lm-studio", "llama-cpp", "folder"
  std::string location;               // audits it
  std::string revision;               // "" where there is none
  Role role = Role::Weights;
  std::uint64_t files = 0, bytes = 0;
  std::string partial;                // why there may be more of it than is here; "" where this is all
  std::optional<Label> at_least, apparent;
  Label at_most = Label::OpenSourceOpenData;
  std::vector<std::string> licenses;  // License::id of what governs the weights, of data what governs these
  std::uint64_t errors = 0;           // findings of that level, dangerous constructs among them
  bool incomplete = false;            // something in it was not examined
  std::string failure;                // why it could not be audited at all; "" where it was
};

}  // namespace aboveboard
