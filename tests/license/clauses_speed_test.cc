// The clause reader takes time in proportion to the text, whatever the text is. The bounds are wide: a quadratic step would miss them by far.
#include <gtest/gtest.h>

#include <chrono>

#include "license/license.h"
#include "support/spdx_texts.h"

namespace aboveboard::license {
namespace {

using aboveboard::testing::spdx_texts;

double seconds(const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(read_clauses(text));
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::string repeated(const std::string& part, std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += part;
  return text;
}

TEST(ClausesSpeed, HostileTextsTakeLinearTime) {
  static_cast<void>(read_clauses(spdx_texts().at("GPL-3.0-only")));
  const std::pair<const char*, std::string> kCases[] = {
      {"one line without a blank", std::string(50u << 20, 'a')},
      {"one line of words", repeated("may not use commercial purposes users ", 50u << 20)},
      {"trigger words", repeated("not commercial military revenue users million terminate notice derivative outputs train european union ", 10u << 20)},
      {"list items", repeated("- not:\n", 4u << 20)},
      {"numbered items", repeated("1. (a) i. you may not:\n", 4u << 20)},
      {"tags that do not end", repeated("<a", 4u << 20)},
      {"colons and semicolons", repeated("you shall: not use; ", 4u << 20)},
      {"numbers", repeated("more than 1,000,000,000 ", 4u << 20)},
  };
  for (const auto& [name, text] : kCases) EXPECT_LT(seconds(text), 20.0) << name;
}

TEST(ClausesSpeed, DifferentSentencesOfTriggerWords) {
  std::string text;
  for (std::size_t i = 0; text.size() < (4u << 20); ++i) {
    text += "The users of model " + std::to_string(i) + " may not train outputs on revenue of commercial research where notices terminate the license in the union of derivative " + std::to_string(i) + ". ";
  }
  EXPECT_LT(seconds(text), 30.0);
}

TEST(ClausesSpeed, ALicenseTakesMilliseconds) {
  const std::string& text = spdx_texts().at("Apache-2.0");
  static_cast<void>(read_clauses(text));
  double best = 1;
  for (int i = 0; i < 20; ++i) best = std::min(best, seconds(text));
  EXPECT_LT(best, 0.05) << "10 kB should take about a millisecond";
}

}  // namespace
}  // namespace aboveboard::license
