#include "license/quantity.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace aboveboard::license {
namespace {

using Word = std::pair<std::string_view, double>;

constexpr auto kUnits = std::to_array<Word>({
    {"", 1},        {"thousand", 1e3}, {"k", 1e3},      {"million", 1e6}, {"mio", 1e6},    {"mn", 1e6},   {"m", 1e6},   {"mm", 1e6},
    {"billion", 1e9}, {"bn", 1e9},     {"b", 1e9},      {"crore", 1e7},   {"lakh", 1e5},   {"万", 1e4},   {"萬", 1e4},  {"十万", 1e5},
    {"百万", 1e6},  {"百萬", 1e6},     {"千万", 1e7},   {"千萬", 1e7},    {"亿", 1e8},     {"億", 1e8},   {"만", 1e4},  {"십만", 1e5},
    {"백만", 1e6},  {"천만", 1e7},     {"억", 1e8},
});

constexpr auto kEnglish = std::to_array<Word>({
    {"a", 1}, {"an", 1}, {"one", 1}, {"two", 2}, {"three", 3}, {"four", 4}, {"five", 5}, {"six", 6}, {"seven", 7}, {"eight", 8}, {"nine", 9}, {"ten", 10},
    {"eleven", 11}, {"twelve", 12}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30}, {"forty", 40}, {"fifty", 50}, {"sixty", 60}, {"seventy", 70},
    {"eighty", 80}, {"ninety", 90}, {"hundred", 100}, {"thousand", 1000},
});

constexpr auto kCharacters = std::to_array<Word>({
    {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3}, {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}, {"十", 10}, {"百", 100}, {"千", 1000},
    {"일", 1}, {"이", 2}, {"삼", 3}, {"사", 4}, {"오", 5}, {"육", 6}, {"칠", 7}, {"팔", 8}, {"구", 9}, {"십", 10}, {"백", 100}, {"천", 1000},
});

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "1,000,000", "1.000.000" and "1 000 000" are a million; "2.5" is two and a half.
std::optional<double> figures(std::string_view text) {
  double value = 0, place = 0;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      if (++seen > 18) return std::nullopt;
      value = place == 0 ? value * 10 + (text[i] - '0') : value + (text[i] - '0') * place;
      place /= 10;
      continue;
    }
    std::size_t run = 0;
    while (i + 1 + run < text.size() && is_digit(text[i + 1 + run])) ++run;
    const bool grouping = run == 3 && place == 0;
    if (!grouping && text[i] == '.' && run > 0 && place == 0) place = 0.1;
    else if (!grouping) break;
  }
  return seen == 0 ? std::nullopt : std::optional(value);
}

// Adds one number word: "hundred" and its kind multiply what stands before them.
void add_word(double word, double& total, double& open) {
  if (word >= 1000) {
    total += std::max(open, 1.0) * word;
    open = 0;
  } else if (word >= 100 || (word == 10 && open > 0 && open < 10)) {
    open = std::max(open, 1.0) * word;
  } else {
    open += word;
  }
}

template <std::size_t N>
const Word* word_at(const std::array<Word, N>& words, std::string_view text, bool whole) {
  const auto found = std::find_if(words.begin(), words.end(), [&](const Word& w) { return whole ? text == w.first : text.starts_with(w.first); });
  return found == words.end() ? nullptr : &*found;
}

std::optional<double> number_words(std::string_view text) {
  double total = 0, open = 0;
  while (!text.empty()) {
    if (const Word* word = word_at(kCharacters, text, false)) {
      add_word(word->second, total, open);
      text.remove_prefix(word->first.size());
      continue;
    }
    const std::string_view next = text.substr(0, text.find_first_of(" -"));
    text.remove_prefix(std::min(text.size(), next.size() + 1));
    if (next.empty() || next == "and") continue;
    const Word* word = word_at(kEnglish, next, true);
    if (word == nullptr) return std::nullopt;
    // Chinese characters count differently from "twenty ten", which nobody writes.
    add_word(word->second, total, open);
  }
  return total + open;
}

}  // namespace

std::optional<std::int64_t> quantity(std::string_view digits, std::string_view unit) {
  digits = trim(digits);
  if (digits.empty()) return std::nullopt;
  const auto value = is_digit(digits[0]) ? figures(digits) : number_words(digits);
  const Word* factor = word_at(kUnits, trim(unit), true);
  if (!value || factor == nullptr) return std::nullopt;
  const double product = *value * factor->second;
  if (product < 1 || product > 9e17) return std::nullopt;
  return static_cast<std::int64_t>(product + 0.5);
}

}  // namespace aboveboard::license
