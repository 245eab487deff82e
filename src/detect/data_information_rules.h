// What tells of training data, as data: read once from data/phrases/data-information.yaml.
#pragma once

#include <string>
#include <vector>

#include "detect/phrases_pattern.h"

namespace aboveboard::detect {

struct AspectRule {
  std::string id, title;
  TextCondition heading;    // a heading of its own
  TextCondition named;      // a word of its kind
  TextCondition described;  // how and what
  TextCondition refused;    // what a refusal names, where it is this aspect
};

struct TableRule {
  TextCondition name, plain_name, location, license, kind, none;  // heads of columns
};

struct SourceRules {
  Pattern cue;                     // words after which names stand
  std::vector<std::string> kinds;  // words that make a name one of a data set, the longest first
  TextCondition none;
  std::vector<std::string> not_names;
  TextCondition command, command_section, defined;
  TextCondition hub, not_data, link_words_none, generic, skip_rows, list_head, obtainable, unshareable, reason, license, open_license;
  TableRule table;
};

struct DataRules {
  TextCondition section, document_section, subject, subject_section, near, other, pretraining, post_training, refused, details;
  std::vector<AspectRule> aspects;
  SourceRules sources;
};

const DataRules& data_rules();

// What is wrong with the rules; empty where all is well. For tests.
std::vector<std::string> check_data_rules();

}  // namespace aboveboard::detect
