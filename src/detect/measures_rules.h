// Measures as data: how the texts and configurations of a release state numbers, read once from data/phrases/measures.yaml.
#pragma once

#include <string>
#include <vector>

#include "data/pattern.h"
#include "detect/components_rules.h"

namespace aboveboard::detect {

// Sentences that state a number. Each expression of `numbers` captures it in pairs of groups, figures and scale ({n} in the data); of two numbers in one
// match, such as "7 to 70 billion", the first takes the scale of the second where it has none.
struct NumberRule {
  TextCondition text, around, under;
  std::vector<data::LazyPattern> numbers;
  std::vector<data::LazyPattern> times;    // a factor that the number is multiplied with: "x 4 epochs"
  std::vector<data::LazyPattern> perhaps;  // the same, where it may be counted in already: "over 4 epochs"
};

struct MeasureRule {
  std::string id, title, rationale, unit, how;
  double least = 0, most = 0;        // a number outside is none of this kind
  std::vector<NumberRule> sentences;
  std::vector<Pattern> columns;      // heads of table columns whose cells hold it, in rows that name the release
  std::vector<data::LazyPattern> cells;
  std::vector<std::string> keys;     // of configurations
  double factor = 0, from = 0, to = 0;  // of an estimate: what the product is multiplied with, and how far off it may be
};

struct MeasureExample {
  Example release;
  double low = 0, high = 0;
};

struct MeasureExamples {
  std::string id;
  std::vector<MeasureExample> pass;
  std::vector<Example> fail;
};

const std::vector<MeasureRule>& measure_rules();
const MeasureRule& measure_rule(std::string_view id);
std::vector<MeasureExamples> measure_examples();

// What is wrong with the data; empty where all is well. For tests.
std::vector<std::string> check_measure_rules();

}  // namespace aboveboard::detect
