// The ids of statements that a rule may ask for (data/phrases): those that texts are searched for, and among them those that the caller may assert.
#pragma once

#include <string>
#include <vector>

namespace aboveboard {

struct StatementIds {
  std::vector<std::string> all;
  std::vector<std::string> assertable;  // no file can show them, so that silence says nothing, however complete the release is
};

// Of the embedded data, read once.
const StatementIds& statement_ids();

}  // namespace aboveboard
