#include "detect/measures_rules.h"

#include <algorithm>
#include <utility>

#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard::detect {

namespace {

using data::Value;

// What {n}, {e} and {k} stand for in the data: a number with its scale, one with a power of ten, and a plain factor.
constexpr std::string_view kNumber = R"((\d[\d,]*(?:\.\d+)?)[ -]?(trillion|billion|million|quadrillion|tn|bn|[tbmk]|万亿|千亿|百亿|十亿|亿|千万|百万|万)?)";
constexpr std::string_view kPower = R"((\d[\d,]*(?:\.\d+)?) ?(?:e\+?|(?:x|\*|×|⋅|·) ?10 ?(?:\^|\*\*)? ?\{?)((?:\d|⁰|¹|²|³|⁴|⁵|⁶|⁷|⁸|⁹)+)\}?)";
constexpr std::string_view kFactor = R"((\d{1,3}(?:\.\d+)?)())";

const Value& file() {
  static const Value root = [] {
    const auto files = data::embedded_below("phrases/measures");
    return files.empty() ? Value{} : data::unpack(files.front().packed);
  }();
  return root;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) text.replace(at, what.size(), with);
}

std::vector<data::LazyPattern> patterns(const Value& value, std::string_view key) {
  std::vector<data::LazyPattern> all;
  for (std::string expression : data::texts_of(value, key)) {
    replace_all(expression, "{n}", kNumber);
    replace_all(expression, "{e}", kPower);
    replace_all(expression, "{k}", kFactor);
    all.emplace_back(std::move(expression), data::PatternUnit::Byte);
  }
  return all;
}

double number(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? 0 : found->number;
}

TextCondition condition(const Value& value, std::string_view key) {
  const Value* found = value.find(key);
  return found == nullptr ? TextCondition{} : read_text_condition(*found);
}

MeasureRule read(const Value& one) {
  MeasureRule rule;
  rule.id = data::text_of(one, "id");
  rule.title = data::text_of(one, "title");
  rule.rationale = data::text_of(one, "rationale");
  rule.unit = data::text_of(one, "unit");
  rule.how = data::text_of(one, "how");
  rule.least = number(one, "least");
  rule.most = number(one, "most");
  if (const Value* sentences = one.find("sentences")) {
    for (const Value& given : sentences->items)
      rule.sentences.push_back({read_text_condition(given), condition(given, "around"), condition(given, "under"), patterns(given, "numbers"), patterns(given, "times"), patterns(given, "perhaps-times")});
  }
  for (std::string& column : data::texts_of(one, "columns")) rule.columns.push_back(Pattern({std::move(column)}));
  rule.cells = patterns(one, "cells");
  rule.keys = data::texts_of(one, "keys");
  rule.factor = number(one, "factor");
  rule.from = number(one, "from");
  rule.to = number(one, "to");
  return rule;
}

template <typename Visit>
void each_measure(Visit visit) {
  const Value* measures = file().find("measures");
  for (std::size_t i = 0; measures != nullptr && i < measures->items.size(); ++i) visit(measures->items[i]);
}

}  // namespace

const std::vector<MeasureRule>& measure_rules() {
  static const std::vector<MeasureRule> rules = [] {
    std::vector<MeasureRule> all;
    each_measure([&](const Value& one) { all.push_back(read(one)); });
    return all;
  }();
  return rules;
}

const MeasureRule& measure_rule(std::string_view id) {
  static const MeasureRule kNoRule;
  const auto& rules = measure_rules();
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const MeasureRule& rule) { return rule.id == id; });
  return found == rules.end() ? kNoRule : *found;
}

std::vector<MeasureExamples> measure_examples() {
  std::vector<MeasureExamples> all;
  each_measure([&](const Value& one) {
    MeasureExamples examples{data::text_of(one, "id"), {}, {}};
    if (const Value* given = one.find("examples")) {
      const std::vector<Example> releases = read_examples(*given, "pass");
      const Value* pass = given->find("pass");
      for (std::size_t i = 0; pass != nullptr && i < pass->items.size(); ++i) examples.pass.push_back({releases[i], number(pass->items[i], "low"), number(pass->items[i], "high")});
      examples.fail = read_examples(*given, "fail");
    }
    all.push_back(std::move(examples));
  });
  return all;
}

std::vector<std::string> check_measure_rules() {
  std::vector<std::string> problems;
  if (measure_rules().empty()) problems.emplace_back("there are no measures");
  for (const MeasureRule& rule : measure_rules()) {
    if (rule.title.empty() || rule.rationale.empty() || rule.unit.empty()) problems.push_back(rule.id + ": title, rationale and unit are required");
    if (!(rule.least > 0) || !(rule.most > rule.least)) problems.push_back(rule.id + ": least and most bound nothing");
    const auto check = [&](const std::vector<data::LazyPattern>& all) {
      for (const data::LazyPattern& one : all) {
        if (!one.valid()) problems.push_back(rule.id + ": does not compile: " + one.source());
      }
    };
    for (const NumberRule& sentence : rule.sentences) {
      check(sentence.numbers), check(sentence.times), check(sentence.perhaps);
      if (sentence.numbers.empty() || sentence.text.has.empty()) problems.push_back(rule.id + ": a sentence needs numbers and has");
      if (!sentence.text.none.valid() || !sentence.under.any.valid() || !sentence.around.any.valid()) problems.push_back(rule.id + ": a condition does not compile");
    }
    check(rule.cells);
  }
  return problems;
}

}  // namespace aboveboard::detect
