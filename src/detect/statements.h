// Statements as data: read once from data/phrases/statements.yaml.
#pragma once

#include <string>
#include <vector>

#include "detect/components_rules.h"

namespace aboveboard::detect {

struct StatementRule {
  std::string id, title, rationale;
  bool assertable = false;         // the caller may assert it: no file can show it
  std::vector<Detector> found_by;  // any of them
};

const std::vector<StatementRule>& statement_rules();

struct StatementExamples {
  std::string id;
  std::vector<Example> pass, fail;
};
std::vector<StatementExamples> statement_examples();

// What is wrong with the data; empty where all is well. For tests.
std::vector<std::string> check_statement_rules();

}  // namespace aboveboard::detect
